import { api, onProgress, type CheckReport, type ExportReport, type ExportRequest, type ImportReport, type Progress, type UndoReport } from '../lib/api';
import { ApiError } from '../lib/errors';
import { t } from '../lib/i18n/index.svelte';

/**
 * The running job: import, watch (reading watched places again), undo of an import, check, export or download. One runs
 * at a time, as in the backend. Its calls resolve with the job's answer and reject with an ApiError; "cancelled" is what a
 * cancelled job rejects with. What a person asks for does not wait for what runs by itself, a check or a watch: those give way.
 */
export class Job {
  /** The kind of the running job; null when none runs. */
  kind = $state<Progress['job'] | null>(null);
  /** The last progress of the running job; null before the first. */
  progress = $state.raw<Progress | null>(null);
  /** True from Cancel until the job has ended. */
  cancelling = $state(false);
  /** The report of the last import that ended; kept until the next begins. */
  importReport = $state.raw<ImportReport | null>(null);
  /** Why the last import failed as a whole; null when it did not. */
  importError = $state.raw<ApiError | null>(null);

  /** True when the last watch was cancelled for something else, so that it must be made up for. */
  gaveWay = false;

  #wanted = 0; // jobs that a person asked for and that are about to begin
  #settled: Promise<unknown> = Promise.resolve();
  #listening = false;

  /** Reads files and folders into the library. */
  import(paths: string[]): Promise<ImportReport> {
    return this.#importing(() => api.import(paths));
  }

  /** Reads the sample conversations into the library. */
  importSamples(): Promise<ImportReport> {
    return this.#importing(() => api.importSamples());
  }

  /** Undoes an import; a check that still runs is cancelled first. */
  undo(id: number): Promise<UndoReport> {
    return this.#start('undo', () => api.undoImport(id));
  }

  /** Reads places that were found on this computer; with keep they are watched from then on. */
  importPlaces(paths: string[], keep: boolean): Promise<ImportReport> {
    return this.#importing(() => api.importPlaces(paths, keep));
  }

  /** Reads what has changed in watched places, when nothing else runs any more; it gives way to everything. */
  async readWatched(paths: string[], whole: boolean): Promise<ImportReport> {
    while (this.kind !== null || this.#wanted > 0) await (this.kind === null ? pause() : this.#settled);
    this.gaveWay = false;
    return this.#run('watch', () => api.readWatched(paths, whole));
  }

  /** True while something runs that a person asked for and that takes the place of others. */
  get busy(): boolean {
    return this.kind !== null && this.kind !== 'check' && this.kind !== 'watch';
  }

  /** Runs an export without writing it. A check that still runs is cancelled first, so that the last question wins. */
  check(request: ExportRequest, preview: number): Promise<CheckReport> {
    return this.#start('check', () => api.check(request, preview));
  }

  /** Writes a dataset. A check that still runs is cancelled first. */
  export(request: ExportRequest): Promise<ExportReport> {
    return this.#start('export', () => api.export(request));
  }

  /** Saves a dataset's ZIP where the native dialog says; answers that path, empty when the person cancelled. */
  download(name: string): Promise<string> {
    return this.#start('download', () => api.datasetDownload(name));
  }

  /** Ends the running job, if there is one. */
  async cancel(): Promise<void> {
    if (this.kind === null) return;
    this.cancelling = true;
    await api.cancelJob();
  }

  #importing(call: () => Promise<ImportReport>): Promise<ImportReport> {
    return this.#start('import', async () => {
      this.importReport = null;
      this.importError = null;
      try {
        return (this.importReport = await call());
      } catch (error) {
        if (error instanceof ApiError && error.code !== 'cancelled') this.importError = error;
        throw error;
      }
    });
  }

  /** Runs a job, at once when none runs; a check or a watch gives way, anything else makes it fail with code busy. */
  async #start<T>(kind: Progress['job'], call: () => Promise<T>): Promise<T> {
    this.#wanted++;
    try {
      while (this.kind !== null && !this.busy) {
        this.gaveWay = this.kind === 'watch';
        await this.cancel();
        await this.#settled;
      }
    } finally {
      this.#wanted--;
    }
    if (this.kind !== null) throw new ApiError('busy', t('shell.jobBusy'));
    return this.#run(kind, call);
  }

  #run<T>(kind: Progress['job'], call: () => Promise<T>): Promise<T> {
    this.#listen();
    this.kind = kind;
    this.progress = null;
    this.cancelling = false;
    const answer = call().finally(() => {
      this.kind = null;
      this.progress = null;
      this.cancelling = false;
    });
    this.#settled = answer.catch(() => {});
    return answer;
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    onProgress((progress) => {
      if (progress.job === this.kind) this.progress = progress;
    });
  }
}

function pause(): Promise<void> {
  return new Promise((done) => setTimeout(done, 50));
}

export const job = new Job();
