// Why: an undo is for ever; its numbers must be said before, and the list must be as the library is.
import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportEntry, UndoReport } from '../lib/api';
import { aboutOf, hasConversations, nameOf, resultOf, sentencesOf, undoneOf } from './entry';
import { Imports, pageSize } from './imports.svelte';

const counts = { found: 0, new: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };
const entry = (over: Partial<ImportEntry> = {}): ImportEntry => ({
  id: 3, state: 'done', origin: 'files', started_at: '2026-11-24T08:25:00Z', ended_at: null, undone_at: null, paths: ['/home/ana/export.zip'], named: 1,
  format: 'chatgpt', conversations: { ...counts, found: 5, new: 3, updated: 2 }, undoable: true, ...over,
});
const undo = (over: Partial<UndoReport> = {}): UndoReport => ({ import: 3, removed: 0, restored: 0, kept: 0, sub_agents: 0, edited: 0, watched: false, notes: [], ...over });

let ids: number[];
let asked: [number, number][];
let hold: ((ids: number[]) => void)[] | null;

beforeEach(() => {
  [ids, asked, hold] = [[], [], null];
  const of = (list: number[]) => list.map((id) => entry({ id }));
  const App = {
    Imports: (before: number, limit: number) => {
      asked.push([before, limit]);
      if (hold) return new Promise((resolve) => hold!.push((list) => resolve(of(list))));
      return Promise.resolve(of(ids.filter((id) => before === 0 || id < before).slice(0, limit)));
    },
  };
  Object.assign(window, { go: { main: { App } } });
});

describe('the list', () => {
  it('goes back page by page, and keeps what was read when it is read anew', async () => {
    ids = Array.from({ length: pageSize + 30 }, (_, i) => pageSize + 30 - i);
    const imports = new Imports();
    await imports.load();
    expect([imports.all?.length, imports.more]).toEqual([pageSize, true]);
    await imports.older();
    expect([imports.all?.length, imports.all?.at(-1)?.id, imports.more]).toEqual([pageSize + 30, 1, false]);
    await imports.load();
    expect(imports.all?.length).toBe(pageSize + 30);
    expect(asked).toEqual([[0, pageSize], [31, pageSize], [0, pageSize + 30]]);
  });

  it('drops an answer that a newer one has overtaken', async () => {
    const imports = new Imports();
    hold = [];
    const [first, second] = [imports.load(), imports.load()];
    hold[1]!([2]);
    hold[0]!([1]);
    await Promise.all([first, second]);
    expect(imports.all?.map((one) => one.id)).toEqual([2]);
  });
});

describe('a line of it', () => {
  it('names what was imported, on any system', () => {
    expect(nameOf(entry())).toBe('export.zip');
    expect(nameOf(entry({ paths: ['C:\\Users\\Ana\\exports\\'], named: 1 }))).toBe('exports');
    expect(nameOf(entry({ paths: ['/a/one.zip', '/a/two.zip'], named: 12 }))).toBe('one.zip and 11 more');
    expect(nameOf(entry({ origin: 'samples', paths: ['sample conversations'] }))).toBe('Sample conversations');
    expect(nameOf(entry({ paths: [], named: 0 }))).toBe('Unknown files');
  });

  it('says where it came from', () => {
    expect(aboutOf(entry())).toBe('ChatGPT · Import 3');
    expect(aboutOf(entry({ format: '', origin: 'watched' }))).toBe('watched · Import 3');
  });

  it('tells what became of the conversations, and nothing that did not happen', () => {
    expect(resultOf({ ...counts, found: 1204, new: 1200, failed: 4 })).toBe('1,200 new, 4 could not be read');
    expect(resultOf(counts)).toBe('none found');
  });

  it('shows conversations only while there are some of it', () => {
    expect(hasConversations(entry())).toBe(true);
    expect(hasConversations(entry({ state: 'undone' }))).toBe(false);
    expect(hasConversations(entry({ conversations: { ...counts, found: 2, unchanged: 2 } }))).toBe(false);
  });
});

describe('an undo', () => {
  it('says beforehand what goes, what returns, what stays, and what a person loses', () => {
    expect(sentencesOf(undo({ removed: 12, edited: 1, restored: 1, sub_agents: 2, kept: 3, watched: true }))).toEqual([
      '12 conversations that it added are removed for ever.',
      '1 of those removed has a title, tags or a star of yours.',
      '1 conversation that it updated returns to what it was.',
      '2 sub-agent runs are removed or return with them.',
      '3 conversations stay, because a later import has them too.',
      'The place that it read is still watched: what changes in it is imported again.',
    ]);
    expect(sentencesOf(undo())).toEqual(['Nothing in the library changes.']);
  });

  it('says afterwards what was done, and what is left to do', () => {
    expect(undoneOf(undo({ removed: 12, kept: 3, notes: ['More at the next start.'] }))).toBe('Import 3 is undone: 12 removed, 3 kept. More at the next start.');
    expect(undoneOf(undo())).toBe('Import 3 is undone: nothing had to change.');
  });
});
