// Why: watched places are read by themselves: that must never stand in a person's way, and never lose a change.
import { beforeEach, expect, it, vi } from 'vitest';
import type { WatchedPlace } from '../lib/api';
import { job } from './job.svelte';
import { toasts } from './toasts.svelte';
import { view } from './view.svelte';
import { Watched } from './watched.svelte';

const place = (path: string, error = ''): WatchedPlace =>
  ({ path, source: 'codex', added_at: null, read_at: null, import: 0, state: error === '' ? 'read' : 'missing', error });
const report = (fresh: number) => ({ conversations: { found: fresh, new: fresh, updated: 0, unchanged: 0, skipped: 0, failed: 0 }, error: '', files: fresh > 0 ? [{}] : [] });

let reads: { paths: string[]; whole: boolean; end: (value: unknown) => void; fail: (cause: unknown) => void }[];
let imports: ((value: unknown) => void)[];
let changed: (path: string) => void;
let places: WatchedPlace[];

beforeEach(() => {
  reads = [];
  imports = [];
  places = [place('/a'), place('/b')];
  toasts.all = [];
  view.sheet = null;
  const App = {
    Watched: async () => places,
    ReadWatched: (paths: string[], whole: boolean) => new Promise((end, fail) => reads.push({ paths, whole, end, fail })),
    Import: () => new Promise((end) => imports.push(end)),
    CancelJob: async () => reads.at(-1)?.fail({ code: 'cancelled', message: 'cancelled' }),
    Facets: async () => ({ all: 0, favorite: 0, deleted: 0, types: [], sources: [], tags: [], models: [] }),
    List: async () => ({ total: 0, total_capped: false, next: '', conversations: [] }),
  };
  Object.assign(window, {
    go: { main: { App } },
    runtime: { EventsOnMultiple: (name: string, callback: typeof changed) => (name === 'changed' && (changed = callback), () => {}) },
  });
});

/** Starts and ends the reading of the start, which finds n new conversations. */
async function started(n = 0): Promise<Watched> {
  const watched = new Watched();
  watched.start();
  await vi.waitFor(() => expect(reads).toHaveLength(1));
  expect(reads[0]).toMatchObject({ paths: [], whole: false });
  reads[0]!.end(report(n));
  await vi.waitFor(() => expect(job.kind).toBeNull());
  return watched;
}

it('reads at the start, and says in one line what came, without a sheet', async () => {
  await started(3);
  await vi.waitFor(() => expect(toasts.all.map((toast) => toast.text)).toEqual(['From watched places: 3 new.']));
  expect(view.sheet).toBeNull();
});

it('says nothing when nothing has changed', async () => {
  await started();
  expect(toasts.all).toEqual([]);
});

it('says nothing when conversations only go on, as they do while a tool is at work', async () => {
  await started();
  changed('/a');
  await vi.waitFor(() => expect(reads).toHaveLength(2));
  reads[1]!.end({ conversations: { found: 1, new: 0, updated: 1, unchanged: 0, skipped: 0, failed: 0 }, error: '', files: [{}] });
  await vi.waitFor(() => expect(job.kind).toBeNull());
  changed('/a');
  await vi.waitFor(() => expect(reads).toHaveLength(3));
  reads[2]!.end(report(1));
  await vi.waitFor(() => expect(toasts.all.map((toast) => toast.text)).toEqual(['From watched places: 1 new.']));
});

it('reads one thing at a time; changes that come meanwhile are read next, each once', async () => {
  await started();
  changed('/a');
  await vi.waitFor(() => expect(reads).toHaveLength(2));
  changed('/b');
  changed('/a');
  changed('/b');
  changed('/nowhere');
  expect(reads).toHaveLength(2);
  reads[1]!.end(report(0));
  await vi.waitFor(() => expect(reads).toHaveLength(3));
  expect(reads[2]!.paths).toEqual(['/b', '/a']);
  reads[2]!.end(report(0));
  await vi.waitFor(() => expect(job.kind).toBeNull());
});

it('gives way to what a person asks for, and makes up for it afterwards', async () => {
  await started();
  changed('/a');
  await vi.waitFor(() => expect(reads).toHaveLength(2));
  const answer = job.import(['/mine.zip']);
  await vi.waitFor(() => expect(imports).toHaveLength(1));
  expect([job.kind, reads.length]).toEqual(['import', 2]);
  imports[0]!({ ...report(1), path: '' });
  await answer;
  await vi.waitFor(() => expect(reads).toHaveLength(3));
  expect(reads[2]!.paths).toEqual(['/a']);
  reads[2]!.end(report(0));
  await vi.waitFor(() => expect(job.kind).toBeNull());
  expect(toasts.all.filter((toast) => toast.tone === 'error')).toEqual([]);
});

it('is not begun again when a person has cancelled it', async () => {
  await started();
  changed('/a');
  await vi.waitFor(() => expect(reads).toHaveLength(2));
  await job.cancel();
  await vi.waitFor(() => expect(job.kind).toBeNull());
  await new Promise((done) => setTimeout(done, 120));
  expect(reads).toHaveLength(2);
});

it('tells once that a place cannot be read, and where to see it', async () => {
  await started();
  places = [place('/a', 'it is not there'), place('/b')];
  for (const n of [2, 3]) {
    changed('/a');
    await vi.waitFor(() => expect(reads).toHaveLength(n));
    reads.at(-1)!.end(report(0));
    await vi.waitFor(() => expect(job.kind).toBeNull());
  }
  await vi.waitFor(() => expect(toasts.all.map((toast) => toast.text)).toEqual(['1 watched place could not be read.']));
  await toasts.all[0]!.action?.run();
  expect([view.sheet, view.importPage]).toEqual(['import', 'watched']);
});
