// Why: the filter object is what the database is asked; a field too many or too few shows other conversations than meant.
import { describe, expect, it } from 'vitest';
import { Filters } from './filters.svelte';

describe('the request', () => {
  it('holds only what is set', () => {
    expect(new Filters().request).toEqual({});
  });

  it('sends the search to the field of its mode, without outer space', () => {
    const f = new Filters();
    f.query = '  tea ';
    expect(f.request).toEqual({ search: 'tea' });
    f.mode = 'text';
    expect(f.request).toEqual({ text: 'tea' });
    f.query = '   ';
    expect(f.request).toEqual({});
  });

  it('combines every filter', () => {
    const f = new Filters();
    f.from = '2026-01-01';
    f.to = '2026-01-31';
    f.toggle('types', 'graph');
    f.toggle('statuses', 'favorite');
    f.toggle('sources', 'chatgpt');
    f.toggle('tags', 'go');
    f.toggle('tags', 'tea');
    f.toggle('models', 'gpt-4o');
    expect(f.request).toEqual({
      from: '2026-01-01', to: '2026-01-31', types: ['graph'], statuses: ['favorite'], sources: ['chatgpt'], tags: ['go', 'tea'], models: ['gpt-4o'],
    });
    expect(f.count).toBe(6);
  });
});

describe('the runs of a conversation', () => {
  it('are listed without what was filtered before, and left with every other filter', () => {
    const f = new Filters();
    f.toggle('types', 'chat');
    f.runsOf({ id: 7, title: 'Parent' });
    expect(f.request).toEqual({ parent: 7 });
    expect(f.count).toBe(1);
    f.place(null);
    expect(f.request).toEqual({});
  });
});

describe('what an import brought', () => {
  it('is listed without what was filtered before, and left with every other filter', () => {
    const f = new Filters();
    f.toggle('sources', 'chatgpt');
    f.broughtBy(7);
    expect(f.request).toEqual({ import: 7 });
    expect(f.count).toBe(1);
    f.clear();
    expect(f.request).toEqual({});
  });
});

describe('changes', () => {
  it('takes a value away when it is toggled twice', () => {
    const f = new Filters();
    f.toggle('tags', 'go');
    f.toggle('tags', 'go');
    expect(f.none).toBe(true);
  });

  it('replaces the values of a field by one, and clears it by the same again', () => {
    const f = new Filters();
    f.toggle('sources', 'mag');
    f.toggle('sources', 'chatgpt');
    f.only('sources', 'mag');
    expect(f.sources).toEqual(['mag']);
    f.only('sources', 'mag');
    expect(f.sources).toEqual([]);
  });

  it('goes to a place of the library without what was filtered before', () => {
    const f = new Filters();
    f.query = 'tea';
    f.from = '2026-01-01';
    f.place('deleted');
    expect(f.request).toEqual({ statuses: ['deleted'] });
    f.place(null);
    expect(f.request).toEqual({});
  });

  it('knows a range that ends before it begins, and takes one day as a range', () => {
    const f = new Filters();
    f.from = '2026-02-01';
    f.to = '2026-01-31';
    expect(f.badDates).toBe(true);
    f.to = '2026-02-01';
    expect(f.badDates).toBe(false);
  });
});

describe('the order', () => {
  it('is relevance for a text search only, and each kind of list keeps its own', () => {
    const f = new Filters();
    f.setSort('title');
    f.mode = 'text';
    expect(f.sort).toBe('title');
    f.query = 'tea';
    expect(f.sort).toBe('relevance');
    f.setSort('oldest');
    f.query = '';
    expect(f.sort).toBe('title');
  });
});
