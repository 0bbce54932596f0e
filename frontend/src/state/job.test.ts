// Why: one job runs at a time; a late event or a cancelled check must not leave the window waiting or showing old progress.
import { beforeEach, describe, expect, it } from 'vitest';
import type { ExportRequest, Progress } from '../lib/api';
import { Job } from './job.svelte';

const request = { selection: { ids: [1] }, options: { dataset: 'a', file_name: '', file_format: 'jsonl', data_format: '', as_recorded: false } } as ExportRequest;
const progress = (job: Progress['job'], conversations: number): Progress =>
  ({ job, label: 'a', conversations, total: 10, bytes_done: 0, bytes_total: 0, elapsed_ms: 0, left_ms: -1, per_second: 0, done: false });

let job: Job;
let emit: (p: Progress) => void;
let end: { resolve: (value: unknown) => void; reject: (cause: unknown) => void }[];

beforeEach(() => {
  job = new Job();
  end = [];
  const running = () => new Promise((resolve, reject) => end.push({ resolve, reject }));
  const App = { Import: running, ImportSamples: running, Check: running, Export: running, CancelJob: async () => end.at(-1)?.reject({ code: 'cancelled', message: 'cancelled' }) };
  Object.assign(window, {
    go: { main: { App } },
    runtime: { EventsOnMultiple: (_: string, callback: typeof emit) => ((emit = callback), () => {}) },
  });
});

describe('a job', () => {
  it('shows its own progress and nothing of another kind, and ends clean', async () => {
    const answer = job.import(['/a.zip']);
    emit(progress('import', 4));
    emit(progress('export', 9));
    expect([job.kind, job.progress?.conversations]).toEqual(['import', 4]);
    end[0]?.resolve({ path: '' });
    await answer;
    emit(progress('import', 10));
    expect([job.kind, job.progress, job.importReport]).toEqual([null, null, { path: '' }]);
  });

  it('refuses a second one', async () => {
    void job.import(['/a.zip']);
    await expect(job.importSamples()).rejects.toMatchObject({ code: 'busy' });
  });

  it('rejects with "cancelled" when it is cancelled, which is no failure of the import', async () => {
    const answer = job.import(['/a.zip']);
    await job.cancel();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    expect([job.kind, job.cancelling, job.importError]).toEqual([null, false, null]);
  });

  it('keeps why an import failed', async () => {
    const answer = job.import(['/a.txt']);
    end[0]?.reject({ code: 'unknown_format', message: 'a.txt: no known format' });
    await expect(answer).rejects.toMatchObject({ code: 'unknown_format' });
    expect(job.importError?.message).toBe('a.txt: no known format');
  });
});

it('a new check ends the one before, so that the last question wins', async () => {
  const first = job.check(request, 3).catch((error: { code: string }) => error.code);
  const second = job.check(request, 3);
  expect(await first).toBe('cancelled');
  await new Promise((done) => setTimeout(done));
  end[1]?.resolve({ records: [] });
  expect(await second).toEqual({ records: [] });
  expect(job.kind).toBeNull();
});
