// Why: an undo removes conversations for ever. It asks once, with the numbers, and what is gone must not stay open or chosen.
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import Framed from '../export/Framed.test.svelte';
import type { ImportEntry } from '../lib/api';
import { filters } from '../state/filters.svelte';
import { selection } from '../state/selection.svelte';
import { toasts } from '../state/toasts.svelte';
import { view } from '../state/view.svelte';
import { imports } from './imports.svelte';
import Imports from './Imports.svelte';

const counts = { found: 4, new: 3, updated: 1, unchanged: 0, skipped: 0, failed: 0 };
let entry: ImportEntry;
let undone: number[];

// a busy machine may take seconds to draw; what is awaited comes or the test fails
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 120_000 });

beforeEach(() => {
  entry = {
    id: 7, state: 'done', origin: 'files', started_at: '2026-11-24T08:25:00Z', ended_at: '2026-11-24T08:25:09Z', undone_at: null, paths: ['/home/ana/export.zip'],
    named: 1, format: 'chatgpt', conversations: counts, undoable: true,
  };
  undone = [];
  imports.all = null;
  const report = {
    id: 7, path: '', format: 'chatgpt', conversations: counts, sub_agents: 0, messages: 20, attachments: { kept: 0, missing: 0 }, skipped: [], failed: [], unknown: {},
    notes: [], error: '', cancelled: false, files: [],
  };
  const App = {
    Imports: async () => [entry],
    ImportRecord: async () => ({ import: entry, report }),
    PreviewUndo: async () => ({ import: 7, removed: 3, restored: 1, kept: 2, sub_agents: 0, edited: 1, notes: [] }),
    UndoImport: async (id: number) => {
      undone.push(id);
      entry = { ...entry, state: 'undone', undoable: false };
      return { import: 7, removed: 3, restored: 1, kept: 2, sub_agents: 0, edited: 1, notes: [] };
    },
    Detail: async () => {
      throw { code: 'not_found', message: 'there is no conversation 5' };
    },
    List: async () => ({ total: 0, total_capped: false, conversations: [], next: '' }),
    Facets: async () => ({ all: 0, favorite: 0, deleted: 0, types: [], sources: [], tags: [], models: [] }),
  };
  Object.assign(window, { go: { main: { App } }, runtime: { EventsOnMultiple: () => () => {} } });
  render(Framed, { of: Imports });
});

const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));

describe('an undo', () => {
  it('is asked for once with its numbers, and Cancel does nothing', async () => {
    await press('Undo import 7');
    await screen.findByText('3 conversations that it added are removed for ever.');
    await screen.findByText('1 of those removed has a title, tags or a star of yours.');
    await press('Cancel');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(undone).toEqual([]);
  });

  it('is done by its button: what is gone is neither open, nor chosen, nor filtered by, and it cannot be done twice', async () => {
    view.open = 5;
    selection.set([5], true);
    filters.broughtBy(7);
    await press('Undo import 7');
    await screen.findByText('Datasets stay as they are.');
    await press('Undo import');
    await waitFor(() => expect(toasts.all.map((one) => one.text)).toContain('Import 7 is undone: 3 removed, 1 returned to what they were, 2 kept.'));
    await screen.findByText('Undone');
    expect([undone, view.open, selection.count, filters.imported]).toEqual([[7], null, 0, null]);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Undo import 7' }).disabled).toBe(true);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Show conversations of import 7' }).disabled).toBe(true);
  });
});

describe('a report', () => {
  it('opens from the list, and leads to what the import brought', async () => {
    view.area = 'imports';
    await press('Report of import 7');
    await screen.findByRole('img', { name: '4 found = 3 new + 1 updated + 0 unchanged + 0 skipped + 0 failed' });
    await press('Show conversations');
    expect([view.area, filters.request]).toEqual(['conversations', { import: 7 }]);
  });
});
