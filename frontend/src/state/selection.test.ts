// Why: a selection decides what is exported and deleted, so it must count right and never turn a filter into ids.
import { describe, expect, it } from 'vitest';
import { Selection } from './selection.svelte';

describe('a list of ids', () => {
  it('toggles and counts', () => {
    const s = new Selection();
    s.toggle(7);
    s.toggle(8);
    s.toggle(7);
    expect([s.has(7), s.has(8), s.count]).toEqual([false, true, 1]);
    expect(s.request).toEqual({ ids: [8] });
  });

  it('is nothing to ask for when it is empty', () => {
    const s = new Selection();
    s.set([1, 2], true);
    s.set([1, 2], false);
    expect(s.request).toBeNull();
  });
});

describe('Select All', () => {
  it('is the filter less exceptions, however many it matches', () => {
    const s = new Selection();
    s.toggle(3);
    s.selectAll({ search: 'tea' }, 50_000);
    expect(s.request).toEqual({ filter: { search: 'tea' }, except: [] });
    s.toggle(9);
    expect([s.has(9), s.has(10), s.count]).toEqual([false, true, 49_999]);
    expect(s.request).toEqual({ filter: { search: 'tea' }, except: [9] });
    s.set([9], true);
    expect(s.count).toBe(50_000);
  });

  it('keeps the filter as it was when everything was selected', () => {
    const s = new Selection();
    const filter: { search?: string } = { search: 'tea' };
    s.selectAll(filter, 3);
    filter.search = 'coffee';
    expect(s.request?.filter).toEqual({ search: 'tea' });
  });

  it('follows the number of matches, and ends when every match is taken out', () => {
    const s = new Selection();
    s.selectAll({}, 2);
    s.recount(3);
    expect(s.count).toBe(3);
    s.set([1, 2, 3], false);
    expect([s.count, s.request]).toEqual([0, null]);
  });

  it('leaves nothing behind when it is cleared', () => {
    const s = new Selection();
    s.selectAll({}, 9);
    s.toggle(1);
    s.clear();
    expect([s.everything, s.count, s.has(2)]).toEqual([false, 0, false]);
  });
});
