// Why: the sheet promises what the file will hold; an old answer, a taken name or a refused job must not break that promise.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckReport, ExportRequest } from '../lib/api';
import { job } from '../state/job.svelte';
import { ExportForm } from './form.svelte';

interface Call {
  request: ExportRequest;
  resolve: (answer: unknown) => void;
  reject: (cause: unknown) => void;
}

let checks: Call[];
let exports: Call[];
let imports: Call[];
let taken: string[];
let count: number;

const running = (calls: Call[]) => (request: ExportRequest) =>
  new Promise((resolve, reject) => calls.push({ request, resolve, reject }));
const answer = (records: number) => ({ report: { records }, records: Array<string>(records).fill('{}') }) as unknown as CheckReport;
const settled = () => vi.advanceTimersByTimeAsync(1000);

beforeEach(() => {
  vi.useFakeTimers();
  [checks, exports, imports, taken, count] = [[], [], [], [], 3];
  const App = {
    Count: async () => count,
    SuggestName: async (name: string) => (taken.includes(name) ? `${name}-2` : name),
    Check: running(checks),
    Export: running(exports),
    Import: running(imports),
    Datasets: async () => [],
    DatasetDownload: async (name: string) => `/home/ana/${name}.zip`,
    CancelJob: async () => [...checks, ...exports].at(-1)?.reject({ code: 'cancelled', message: 'cancelled' }),
  };
  Object.assign(window, { go: { main: { App } }, runtime: { EventsOnMultiple: () => () => {} } });
});

afterEach(async () => {
  for (const call of [...checks, ...exports]) call.reject({ code: 'cancelled', message: 'the test has ended' });
  await settled();
  vi.useRealTimers();
});

async function opened(selection = {}): Promise<ExportForm> {
  const form = new ExportForm({ ids: [1, 2, 3], ...selection }, 3);
  void form.open();
  await settled();
  return form;
}

async function checked(records = 3): Promise<ExportForm> {
  const form = await opened();
  checks[0]!.resolve(answer(records));
  await settled();
  return form;
}

describe('looking at the records', () => {
  it('shows the answer and lets one confirm', async () => {
    const form = await checked();
    expect([form.checkState, form.check?.records.length, form.canConfirm]).toEqual(['ready', 3, true]);
  });

  // CSV was chosen while the check for JSONL ran: records of the one must not stand under the name of the other.
  it('drops the answer to an older question, and asks once for several changes', async () => {
    const form = await opened();
    form.fileFormat = 'csv';
    form.fileFormat = 'parquet';
    checks[0]!.resolve(answer(1));
    await settled();
    expect([form.checkState, form.check]).toEqual(['running', null]);
    expect(checks.map(({ request }) => request.options.file_format)).toEqual(['jsonl', 'parquet']);
    checks[1]!.resolve(answer(2));
    await settled();
    expect([form.checkState, form.check?.report.records]).toEqual(['ready', 2]);
  });

  it('asks again when turns are wanted as recorded', async () => {
    const form = await checked();
    form.turns = 'recorded';
    await settled();
    expect(checks.map(({ request }) => request.options.as_recorded)).toEqual([false, true]);
  });

  // A dataset's recipe should name what a person chose, and nothing that does not count: an export as most make it has no
  // further choice in it.
  it('sends the further choices that were made and count, and asks again', async () => {
    const form = await checked();
    expect(Object.keys(checks[0]!.request.options)).toEqual(['dataset', 'file_name', 'file_format', 'data_format', 'as_recorded']);
    form.more = { reasoning: 'omit', system: 'replace', tokenizer: 'cl100k_base', over: 'cut', mistral_ids: true };
    await settled();
    expect(checks.at(-1)!.request.options).toMatchObject({ reasoning: 'omit' });
    for (const name of ['system', 'tokenizer', 'over', 'mistral_ids']) expect(checks.at(-1)!.request.options).not.toHaveProperty(name);
    form.more = { ...form.more, system_text: 'Be brief.', max_tokens: 2048 };
    form.dataFormat = 'openai';
    await settled();
    expect(checks.at(-1)!.request.options).toMatchObject({
      system: 'replace', system_text: 'Be brief.', max_tokens: 2048, tokenizer: 'cl100k_base', over: 'cut', mistral_ids: true,
    });
  });

  // Pages have no place in a table; the export would be refused.
  it('leaves a file format that the data format refuses', async () => {
    const form = await checked();
    form.formats = [{ key: 'markdown', name: 'Markdown', sentence: '', files: [{ file_format: 'csv', offered: false, sentence: 'Choose JSONL.' }] }];
    form.fileFormat = 'csv';
    form.dataFormat = 'markdown';
    await settled();
    expect(form.fileFormat).toBe('jsonl');
  });

  // The records do not depend on the name; half a name must not turn the page into an error.
  it('does not send a name that breaks the rules', async () => {
    const form = await checked();
    form.dataset = 'a,b';
    form.fileName = 'NUL';
    form.fileFormat = 'csv';
    await settled();
    expect(checks[1]!.request.options).toMatchObject({ dataset: 'dataset', file_name: 'conversations' });
  });

  // "OpenAI messages" for LLaMA-Factory is nobody's wish: 0 records ready would frighten. Who chose a trainer keeps it.
  it('counts for the trainer that the data format is for, until another is chosen', async () => {
    const form = await opened();
    const target = (key: string, advice = '') => ({ target: { key, name: key }, records: 3, reason: advice, advice });
    const report = (data_format: string, ready: unknown[]) => ({ report: { records: 3, data_format, ready }, records: [] });
    checks[0]!.resolve(report('openai', [target('llama-factory', 'standard'), target('axolotl'), target('openai')]));
    await settled();
    expect(form.target).toBe('openai');
    form.dataFormat = 'swift';
    await settled();
    checks[1]!.resolve(report('swift', [target('llama-factory', 'standard'), target('ms-swift'), target('reading')]));
    await settled();
    expect(form.target).toBe('ms-swift');
    form.target = 'llama-factory';
    expect(form.target).toBe('llama-factory');
  });

  it('says why there is nothing to show', async () => {
    const form = await opened();
    checks[0]!.reject({ code: 'damaged', message: 'library.db: damaged' });
    await settled();
    expect([form.checkState, form.checkError?.message]).toEqual(['failed', 'library.db: damaged']);
  });

  it('waits while an import runs', async () => {
    const importing = job.import(['/a.zip']).catch(() => {});
    const form = await opened();
    expect([form.checkState, form.checkError, checks.length]).toEqual(['waiting', null, 0]);
    imports[0]!.resolve({});
    await importing;
  });

  // Without a job of this window to wait for, waiting would be for ever, and asking at once again a storm.
  it('says so when something else keeps the library busy', async () => {
    const form = await opened();
    checks[0]!.reject({ code: 'busy', message: 'another import is running' });
    await settled();
    expect([form.checkState, form.checkError?.message]).toEqual(['failed', 'another import is running']);
  });

  it('ends the check when the sheet closes', async () => {
    const form = await opened();
    form.close();
    await settled();
    expect([job.kind, form.checkState]).toEqual([null, 'running']);
  });
});

describe('Confirm Export is refused', () => {
  it.each<[string, (form: ExportForm) => void]>([
    ['without a name', (form) => (form.dataset = '')],
    ['with a name that breaks the rules', (form) => (form.dataset = 'a,b')],
    ['with a file name that breaks the rules', (form) => (form.fileName = 'end.')],
  ])('%s', async (_, spoil) => {
    const form = await checked();
    spoil(form);
    expect(form.canConfirm).toBe(false);
    await form.confirm();
    expect(exports).toEqual([]);
  });

  it('when nothing can be trained, told as a report or as an error', async () => {
    const form = await checked(0);
    expect([form.nothing, form.canConfirm]).toEqual([true, false]);
    form.turns = 'recorded';
    await settled();
    expect(form.nothing).toBe(false);
    checks[1]!.reject({ code: 'nothing_to_train', message: 'no record is left' });
    await settled();
    expect([form.nothing, form.canConfirm]).toEqual([true, false]);
  });

  it('when the library says that nothing is selected any more', async () => {
    count = 0;
    const form = await opened();
    expect([form.empty, form.canConfirm]).toEqual([true, false]);
  });
});

describe('the dataset name', () => {
  it('is proposed from the one tag that the filter names, and free', async () => {
    taken = ['tea'];
    const form = await opened({ ids: undefined, filter: { tags: ['tea'] } });
    expect(form.dataset).toBe('tea-2');
  });

  it('is not proposed from a tag that cannot be a name', async () => {
    const form = await opened({ ids: undefined, filter: { tags: ['a,b'] } });
    expect(form.dataset).toBe('conversations');
  });

  it('offers the next free one when it is taken, and takes it', async () => {
    taken = ['tea'];
    const form = await checked();
    form.dataset = 'tea';
    await settled();
    expect([form.suggestion, form.canConfirm]).toEqual(['tea-2', false]);
    form.useSuggestion();
    await settled();
    expect([form.dataset, form.suggestion, form.canConfirm]).toEqual(['tea-2', '', true]);
  });
});

describe('the export', () => {
  it('ends with the report, and downloads that dataset', async () => {
    const form = await checked();
    void form.confirm();
    await settled();
    expect([form.phase, exports[0]!.request.options.dataset]).toEqual(['writing', 'conversations']);
    exports[0]!.resolve({ dataset: 'conversations', records: 3 });
    await settled();
    expect([form.phase, form.report?.records]).toEqual(['done', 3]);
    await form.download();
    expect(form.saved).toBe('/home/ana/conversations.zip');
  });

  it('leads back to the form when it is cancelled, without an error', async () => {
    const form = await checked();
    void form.confirm();
    await settled();
    await job.cancel();
    await settled();
    expect([form.phase, form.error, form.canConfirm]).toEqual(['configure', null, true]);
  });

  it('leads back with the reason when it fails', async () => {
    const form = await checked();
    void form.confirm();
    await settled();
    exports[0]!.reject({ code: 'disk_full', message: 'no space is left' });
    await settled();
    expect([form.phase, form.error?.message]).toEqual(['configure', 'no space is left']);
  });

  // Another window or the shell may have taken the name since it was looked up.
  it('offers the free name that the backend answers with', async () => {
    const form = await checked();
    void form.confirm();
    await settled();
    exports[0]!.reject({ code: 'name_taken', message: 'taken', suggest: 'conversations-2' });
    await settled();
    expect([form.suggestion, form.error]).toEqual(['conversations-2', null]);
  });

  // Confirming while the check still runs ends the check; after a Cancel the records must come back.
  it('looks at the records again when it was confirmed before they were there', async () => {
    const form = await opened();
    void form.confirm();
    await settled();
    exports[0]!.reject({ code: 'cancelled', message: 'cancelled' });
    await settled();
    expect([form.checkState, checks.length]).toEqual(['running', 2]);
  });
});
