import { api, type CheckReport, type DataFormat, type ExportReport, type ExportRequest, type FileFormat, type Selection } from '../lib/api';
import { ApiError, toApiError } from '../lib/errors';
import { datasets } from '../datasets/datasets.svelte';
import { job } from '../state/job.svelte';
import { fewFormats, fileChoice, firstDataFormat } from './dataFormats';
import { datasetNameFault, fileNameFault, looksLikeSplit, nameFor } from './names';
import { wanted, type MoreChoices } from './questions';
import { fittingTarget } from './targets';

/** How many records the sheet shows. */
const previewRecords = 20;

/** How long typing must rest before the backend is asked, in milliseconds. */
const rest = 250;

/** Where the sheet is: the form, the running export, or what came of it. */
export type Phase = 'configure' | 'writing' | 'done';

/**
 * Where the look at the records is. "waiting": another job runs; "failed" holds checkError; "ready" holds check, and so
 * may "running", from the answer before.
 */
export type CheckState = 'idle' | 'running' | 'waiting' | 'ready' | 'failed';

/** What a person chooses for an export, what the export would do, and what it did. */
export class ExportForm {
  phase = $state<Phase>('configure');
  /** How many conversations are selected: what the list says, then what the library says. */
  count = $state(0);
  checkState = $state<CheckState>('idle');
  checkError = $state.raw<ApiError | null>(null);
  /** The last answer of the check. */
  check = $state.raw<CheckReport | null>(null);
  /** The next free name while the dataset name is taken; else empty. */
  suggestion = $state('');
  /** What the finished export did. */
  report = $state.raw<ExportReport | null>(null);
  /** Why the last export failed. */
  error = $state.raw<ApiError | null>(null);
  /** The data formats to choose from. */
  formats = $state.raw<DataFormat[]>(fewFormats);
  /** The names of what can measure records. */
  tokenizers = $state.raw<string[]>([]);
  /** Where the ZIP was saved, after a download. */
  saved = $state('');

  #dataset = $state('');
  #fileName = $state('conversations');
  #fileFormat = $state<FileFormat>('jsonl');
  #dataFormat = $state(firstDataFormat);
  #asRecorded = $state(false);
  #more = $state.raw<MoreChoices>({});
  #target = $state('');
  #checkTurn = 0;
  #nameTurn = 0;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #nameTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly selection: Selection,
    count: number,
  ) {
    this.count = count;
    this.#dataset = nameFor(selection);
  }

  /** The name of the dataset to be; setting it asks a little later whether it is taken. */
  get dataset(): string {
    return this.#dataset;
  }
  set dataset(name: string) {
    this.#dataset = name;
    this.suggestion = '';
    clearTimeout(this.#nameTimer);
    this.#nameTimer = setTimeout(() => void this.lookUpName(), rest);
  }

  /** The file's name without extension. */
  get fileName(): string {
    return this.#fileName;
  }
  set fileName(name: string) {
    this.#fileName = name;
  }

  get fileFormat(): FileFormat {
    return this.#fileFormat;
  }
  set fileFormat(format: FileFormat) {
    this.#fileFormat = format;
    this.#recheckSoon();
  }

  get dataFormat(): string {
    return this.#dataFormat;
  }
  set dataFormat(key: string) {
    this.#dataFormat = key;
    if (fileChoice(this.formats, key, this.#fileFormat)?.offered === false) this.#fileFormat = 'jsonl';
    this.#recheckSoon();
  }

  /** The choices beyond those that every export asks for; what is not in it is as usual. */
  get more(): MoreChoices {
    return this.#more;
  }
  set more(choices: MoreChoices) {
    this.#more = choices;
    this.#recheckSoon();
  }

  /** The key of the trainer or reader for which the records are counted; it follows the data format until one is chosen. */
  get target(): string {
    return this.#target || (this.check ? fittingTarget(this.check.report) : '');
  }
  set target(key: string) {
    this.#target = key;
  }

  /** The choice of turns, as the sheet words it. */
  get turns(): 'ready' | 'recorded' {
    return this.#asRecorded ? 'recorded' : 'ready';
  }
  set turns(choice: 'ready' | 'recorded') {
    this.#asRecorded = choice === 'recorded';
    this.#recheckSoon();
  }

  /** Why the dataset name cannot be used; null when it can, as far as the rules tell. */
  readonly datasetFault = $derived(datasetNameFault(this.#dataset));
  /** Why the file name cannot be used; null when it can. */
  readonly fileFault = $derived(fileNameFault(this.#fileName));
  /** Whether the file name deserves a hint about splits. */
  readonly splitHint = $derived(looksLikeSplit(this.#fileName));
  /** Nothing is selected. */
  readonly empty = $derived(this.count === 0 || this.checkError?.code === 'empty');
  /** The check has ended and no record is left. */
  readonly nothing = $derived(
    this.checkError?.code === 'nothing_to_train' || (this.checkState === 'ready' && this.check?.report.records === 0),
  );
  /** Confirm Export can be pressed. */
  readonly canConfirm = $derived(
    this.phase === 'configure' &&
      !this.datasetFault &&
      !this.fileFault &&
      !this.suggestion &&
      !this.empty &&
      !this.nothing &&
      !job.busy,
  );

  /** Takes over what was chosen in a form before, if it was about the same conversations. */
  resume(left: ExportForm): void {
    if (JSON.stringify(left.selection) !== JSON.stringify(this.selection)) return;
    [this.#dataset, this.#fileName, this.#target] = [left.#dataset, left.#fileName, left.#target];
    [this.#fileFormat, this.#dataFormat] = [left.#fileFormat, left.#dataFormat];
    [this.#asRecorded, this.#more] = [left.#asRecorded, left.#more];
  }

  /** Counts the selection, proposes a free name and looks at the records. */
  async open(): Promise<void> {
    await Promise.all([this.#askWhatIsOffered(), this.#proposeName(), this.#countAgain(), this.recheck()]);
  }

  /** Ends what is under way without writing anything; for when the sheet closes. */
  close(): void {
    clearTimeout(this.#checkTimer);
    clearTimeout(this.#nameTimer);
    this.#nameTurn++;
    this.#checkTurn++;
    if (job.kind === 'check') void job.cancel();
  }

  /** Asks what the export would do. The answer to an older question is dropped. */
  async recheck(): Promise<void> {
    clearTimeout(this.#checkTimer);
    const turn = ++this.#checkTurn;
    if (this.count === 0) return;
    this.checkState = 'running';
    this.checkError = null;
    try {
      const answer = await job.check(this.#request(), previewRecords);
      if (turn !== this.#checkTurn) return;
      this.check = answer;
      this.checkState = 'ready';
    } catch (error) {
      if (turn === this.#checkTurn) this.#checkFailed(toApiError(error));
    }
  }

  /** Asks whether the dataset name is taken. */
  async lookUpName(): Promise<void> {
    const turn = ++this.#nameTurn;
    const name = this.#dataset;
    if (datasetNameFault(name)) return;
    try {
      const free = await api.suggestName(name);
      if (turn === this.#nameTurn && name === this.#dataset) this.suggestion = free === name ? '' : free;
    } catch {
      // the export itself says so when the name is taken
    }
  }

  /** Takes the free name that was offered. */
  useSuggestion(): void {
    const name = this.suggestion;
    if (name) this.dataset = name;
  }

  /** Writes the dataset. A cancelled or failed export leads back to the form. */
  async confirm(): Promise<void> {
    if (!this.canConfirm) return;
    const unfinished = this.checkState !== 'ready';
    clearTimeout(this.#checkTimer);
    this.#checkTurn++;
    this.phase = 'writing';
    this.error = null;
    try {
      this.report = await job.export(this.#request());
      this.phase = 'done';
      void datasets.load();
    } catch (error) {
      this.phase = 'configure';
      this.#exportFailed(toApiError(error));
      if (unfinished) void this.recheck();
    }
  }

  /** Saves the finished dataset's ZIP where the native dialog says. */
  async download(): Promise<void> {
    if (!this.report) return;
    this.error = null;
    try {
      this.saved = (await job.download(this.report.dataset)) || this.saved;
    } catch (error) {
      const failure = toApiError(error);
      if (failure.code !== 'cancelled') this.error = failure;
    }
  }

  async #askWhatIsOffered(): Promise<void> {
    try {
      [this.formats, this.tokenizers] = await Promise.all([api.formats(), api.tokenizers()]);
    } catch {
      // an export without further choices works all the same
    }
  }

  async #countAgain(): Promise<void> {
    try {
      this.count = await api.count(this.selection);
    } catch {
      // the check meets the same trouble, and tells it
    }
  }

  async #proposeName(): Promise<void> {
    const base = this.#dataset;
    try {
      const free = await api.suggestName(base);
      if (this.#dataset === base) this.#dataset = free;
    } catch {
      // the proposal stays as it is; a taken name is told when it is used
    }
  }

  #recheckSoon(): void {
    this.#checkTurn++;
    if (this.count === 0) return;
    this.checkState = 'running';
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => void this.recheck(), rest);
  }

  #checkFailed(error: ApiError): void {
    if (error.code === 'cancelled') this.checkState = 'idle';
    else if (error.code === 'busy' && job.kind !== null) this.checkState = 'waiting';
    else {
      this.checkState = 'failed';
      this.checkError = error;
    }
  }

  #exportFailed(error: ApiError): void {
    if (error.code === 'name_taken') this.suggestion = error.suggest;
    else if (error.code !== 'cancelled') this.error = error;
  }

  #request(): ExportRequest {
    return {
      selection: this.selection,
      options: {
        // the records do not depend on the name, and can be looked at before there is a good one
        dataset: this.datasetFault ? 'dataset' : this.#dataset,
        file_name: this.fileFault ? 'conversations' : this.#fileName,
        file_format: this.#fileFormat,
        data_format: this.#dataFormat,
        as_recorded: this.#asRecorded,
        ...wanted(this.#more, this.#dataFormat, this.#fileFormat),
      },
    };
  }
}
