// Why: what is chosen is what is imported, and nothing may be looked for or read before a person asked.
import { beforeEach, expect, it } from 'vitest';
import type { FoundPlace } from '../lib/api';
import { Found, toolsOf } from './found.svelte';

const place = (source: string, path: string, more: Partial<FoundPlace> = {}): FoundPlace =>
  ({ source, name: source, path, files: 2, bytes: 100, changed: '2026-05-12T10:00:00.000Z', more: false, watched: false, ...more });

let looks: number;
let imported: unknown[];

beforeEach(() => {
  looks = 0;
  imported = [];
  const App = {
    FindPlaces: async () => {
      looks++;
      return { places: [place('codex', '/a'), place('aider', '/b'), place('aider', '/c', { watched: true }), place('llm', '/d', { watched: true })], problems: [] };
    },
    ImportPlaces: async (...args: unknown[]) => {
      imported.push(args);
      return { conversations: { found: 1, new: 1, updated: 0, unchanged: 0, skipped: 0, failed: 0 }, error: '', files: [] };
    },
    Watched: async () => [],
    Facets: async () => ({ all: 0, favorite: 0, deleted: 0, types: [], sources: [], tags: [], models: [] }),
    List: async () => ({ total: 0, total_capped: false, next: '', conversations: [] }),
  };
  Object.assign(window, { go: { main: { App } }, runtime: { EventsOnMultiple: () => () => {} } });
});

it('adds up the places of a tool; the one that changed last comes first', () => {
  const tools = toolsOf([
    place('aider', '/b', { changed: null }), place('codex', '/a', { changed: '2026-05-13T10:00:00.000Z', more: true }),
    place('aider', '/c', { changed: '2026-05-12T11:00:00.000Z', watched: true }),
  ]);
  expect(tools.map(({ source, files, bytes, changed, more, watched }) => [source, files, bytes, changed, more, watched])).toEqual([
    ['codex', 2, 100, '2026-05-13T10:00:00.000Z', true, false],
    ['aider', 4, 200, '2026-05-12T11:00:00.000Z', false, false],
  ]);
});

it('chooses what is not watched yet, and imports exactly what is chosen', async () => {
  const found = new Found();
  expect([looks, found.tools, found.paths]).toEqual([0, null, []]);
  await found.look();
  expect(found.paths.toSorted()).toEqual(['/a', '/b', '/c']);
  found.choose('aider', false);
  found.choose('llm', true);
  found.keep = true;
  await found.import();
  expect(imported).toEqual([[['/a', '/d'], true]]);
  expect(found.tools).toBeNull();
});
