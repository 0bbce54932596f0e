// Why: every change says what it did and can be taken back, once, also with the keyboard after the message has gone.
import { beforeEach, describe, expect, it } from 'vitest';
import { rename, setStatus, undo } from './changes';
import { selection } from './selection.svelte';
import { toasts } from './toasts.svelte';

let called: unknown[][];
let count: number;

beforeEach(() => {
  called = [];
  count = 2;
  const log = (name: string, answer: () => unknown) => async (...args: unknown[]) => (called.push([name, ...args]), answer());
  const App = {
    SetStatus: log('SetStatus', () => ({ count, undo: 'token' })),
    Rename: log('Rename', () => 'Old title'),
    Undo: log('Undo', () => undefined),
    List: async () => ({ total: 0, total_capped: false, conversations: [], next: '' }),
    Facets: async () => ({ all: 0, favorite: 0, deleted: 0, types: [], sources: [], tags: [], models: [] }),
  };
  Object.assign(window, { go: { main: { App } } });
  for (const toast of toasts.all) toasts.close(toast.id);
  selection.clear();
});

describe('deleting', () => {
  it('says how many, leaves nothing selected, and is taken back by its button', async () => {
    selection.set([1, 2], true);
    await setStatus({ ids: [1, 2] }, 'deleted');
    expect([toasts.all[0]?.text, selection.count]).toEqual(['2 conversations deleted.', 0]);
    await toasts.all[0]?.action?.run();
    expect(called.at(-1)).toEqual(['Undo', 'token']);
  });

  it('is taken back once', async () => {
    await setStatus({ ids: [1] }, 'deleted');
    await undo();
    await undo();
    expect(called.filter(([name]) => name === 'Undo')).toHaveLength(1);
  });

  it('offers no Undo when nothing has changed', async () => {
    count = 0;
    await setStatus({ ids: [1] }, 'deleted');
    expect(toasts.all[0]?.action).toBeUndefined();
  });
});

it('favouring keeps the selection, as the rows stay in the list', async () => {
  selection.set([1], true);
  await setStatus({ ids: [1] }, 'favorite');
  expect(selection.count).toBe(1);
});

it('a rename is taken back by the title before', async () => {
  await rename(7, 'New title');
  await undo();
  expect(called.filter(([name]) => name === 'Rename')).toEqual([['Rename', 7, 'New title'], ['Rename', 7, 'Old title']]);
});

it('a failure is said in the words of the backend', async () => {
  Object.assign(window, { go: { main: { App: { SetStatus: () => Promise.reject({ code: 'read_only', message: 'the library cannot be written' }) } } } });
  await setStatus({ ids: [1] }, 'deleted');
  expect([toasts.all[0]?.text, toasts.all[0]?.tone]).toEqual(['the library cannot be written', 'error']);
});
