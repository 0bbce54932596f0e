// Why: a key that acts while a person types or a dialog is open deletes or selects what nobody meant.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ListRequest, Row } from './lib/api';
import { onKey } from './keys';
import { browse } from './state/browse.svelte';
import { filters } from './state/filters.svelte';
import { list } from './state/list.svelte';
import { selection } from './state/selection.svelte';
import { view } from './state/view.svelte';

let changed: unknown[][];

beforeEach(async () => {
  changed = [];
  const App = {
    List: async (request: ListRequest) => ({
      total: 3, total_capped: false, next: '',
      conversations: [1, 2, 3].slice(request.offset).map((id) => ({ id, title: `T${id}`, status: 'active', tags: [] as string[] }) as Row),
    }),
    SetStatus: async (...args: unknown[]) => (changed.push(args), { count: 1, undo: 'u' }),
    Facets: async () => ({ all: 3, favorite: 0, deleted: 0, types: [], sources: [], tags: [], models: [] }),
  };
  Object.assign(window, { go: { main: { App } } });
  document.body.innerHTML = '';
  filters.clear();
  selection.clear();
  view.sheet = null;
  view.area = 'conversations';
  await list.ask({}, 'newest');
  browse.to(0);
});

/** Presses a key on the element of that HTML, or on the page. */
function press(key: string, modifiers: KeyboardEventInit = {}, html = ''): KeyboardEvent {
  document.body.innerHTML = html;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers });
  addEventListener('keydown', onKey, { once: true });
  (document.querySelector('[data-here]') ?? document.body).dispatchEvent(event);
  return event;
}

describe('in the list', () => {
  it('j and k move, x selects', () => {
    press('j');
    press('x');
    press('k');
    expect([view.open, selection.request]).toEqual([1, { ids: [2] }]);
  });

  it('Ctrl+A selects the filter, not the rows', () => {
    press('a', { ctrlKey: true });
    expect(selection.request).toEqual({ filter: {}, except: [] });
  });

  it('Delete acts on the selection, else on the open conversation', async () => {
    press('Delete');
    await vi.waitFor(() => expect(changed).toHaveLength(1));
    selection.set([2, 3], true);
    press('Delete');
    await vi.waitFor(() => expect(changed).toEqual([[{ ids: [1] }, 'deleted'], [{ ids: [2, 3] }, 'deleted']]));
  });

  it('Esc takes the search back first, then the selection', () => {
    filters.query = 'tea';
    selection.set([1], true);
    press('Escape');
    expect([filters.query, selection.count]).toEqual(['', 1]);
    press('Escape');
    expect(selection.count).toBe(0);
  });

  it('Ctrl+E exports the open conversation when nothing is selected', () => {
    press('e', { ctrlKey: true });
    expect([view.sheet, selection.request]).toEqual(['export', { ids: [1] }]);
  });
});

describe('keys that are not for it', () => {
  it.each(['x', 'j', 'f', 'Delete', '?', '/'])('%s in a field is typed', (key) => {
    expect(press(key, {}, '<input data-here>').defaultPrevented).toBe(false);
  });

  it.each(['a', 'z'])('Ctrl+%s in a field is the field’s', (key) => {
    press(key, { ctrlKey: true }, '<input data-here>');
    expect(selection.count).toBe(0);
  });

  it('nothing acts while a dialog is open', () => {
    expect(press('a', { ctrlKey: true }, '<div role="dialog"></div>').defaultPrevented).toBe(false);
    view.sheet = 'rename';
    expect(press('x').defaultPrevented).toBe(false);
  });

  it('nothing acts while characters are composed', () => {
    expect(press('x', { isComposing: true }).defaultPrevented).toBe(false);
  });

  it('Space on a button presses it', () => {
    expect(press(' ', {}, '<button data-here>x</button>').defaultPrevented).toBe(false);
  });

  it('letters do nothing in the area of the datasets', () => {
    view.area = 'datasets';
    expect(press('x').defaultPrevented).toBe(false);
  });
});
