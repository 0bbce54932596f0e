// Why: what is deleted is gone for ever, and the list must show what the library really holds, whatever answer comes late.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Dataset } from '../lib/api';
import { Datasets } from './datasets.svelte';
import { Preview, previewLimit } from './preview.svelte';

const dataset = (name: string, created_at: string) => ({ name, created_at }) as Dataset;

let kept: Dataset[] | null;
let answers: ((all: Dataset[] | null) => void)[];
let slow: boolean;
let deletable: boolean;
let asked: [string, number][];

beforeEach(() => {
  kept = [dataset('old', '2026-01-02T00:00:00Z'), dataset('new', '2026-03-02T00:00:00+02:00')];
  [answers, slow, deletable, asked] = [[], false, true, []];
  const App = {
    Datasets: () => (slow ? new Promise((resolve) => answers.push(resolve)) : Promise.resolve(kept)),
    DatasetDelete: async (name: string) => {
      if (!deletable) throw { code: 'read_only', message: 'the library cannot be written' };
      kept = kept!.filter((one) => one.name !== name);
    },
    DatasetPreview: async (name: string, limit: number) => {
      asked.push([name, limit]);
      return { dataset: name, records: ['{"a":1}', '{"a":2}', '{"a":3}'], total: 400 };
    },
  };
  Object.assign(window, { go: { main: { App } } });
});

const names = (datasets: Datasets) => datasets.all?.map((one) => one.name);

describe('the list', () => {
  it('stands newest first', async () => {
    const datasets = new Datasets();
    await datasets.load();
    expect(names(datasets)).toEqual(['new', 'old']);
  });

  it('tells an empty library from one that was not read yet', async () => {
    const datasets = new Datasets();
    expect(datasets.all).toBeNull();
    kept = null; // Go's nil slice
    await datasets.load();
    expect(datasets.all).toEqual([]);
  });

  it('drops an answer that a newer one has overtaken', async () => {
    const datasets = new Datasets();
    slow = true;
    const [first, second] = [datasets.load(), datasets.load()];
    answers[1]!([dataset('now', '2026-03-02T00:00:00Z')]);
    answers[0]!([dataset('before', '2026-03-01T00:00:00Z')]);
    await Promise.all([first, second]);
    expect(names(datasets)).toEqual(['now']);
  });

  it('is read again after a dataset is removed', async () => {
    const datasets = new Datasets();
    await datasets.remove('old');
    expect(names(datasets)).toEqual(['new']);
  });

  it('keeps a dataset that could not be removed, and says why', async () => {
    const datasets = new Datasets();
    deletable = false;
    await expect(datasets.remove('old')).rejects.toMatchObject({ code: 'read_only' });
    expect(names(datasets)).toEqual(['new', 'old']);
  });
});

describe('a preview', () => {
  it('reads twenty records and walks among them without leaving', async () => {
    const preview = new Preview('tea');
    await preview.load();
    expect(asked).toEqual([['tea', previewLimit]]);
    expect(previewLimit).toBe(20);
    preview.go(2);
    expect(preview.record).toBe('{"a":3}');
    preview.go(3);
    expect(preview.index).toBe(2);
    preview.go(-1);
    expect(preview.record).toBe('{"a":1}');
  });

  it('has nothing to show before its records are there', () => {
    const preview = new Preview('tea');
    preview.go(5);
    expect([preview.record, preview.count]).toEqual(['', 0]);
  });
});
