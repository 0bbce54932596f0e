// Why: the list must page through any number of rows, never show an answer to an older question, and not grow in memory.
import { beforeEach, describe, expect, it } from 'vitest';
import type { ListPage, ListRequest, Row } from '../lib/api';
import { List, PAGE, same } from './list.svelte';

/** A backend of `size` conversations at the bridge; each request waits until it is let through. */
class Backend {
  asked: ListRequest[] = [];
  #waiting: (() => void)[] = [];

  constructor(readonly size: number, readonly held = false, readonly capped = false) {
    Object.assign(window, { go: { main: { App: { List: (request: ListRequest) => this.#answer(request) } } } });
  }

  /** Lets the request of that place through. */
  async release(place: number): Promise<void> {
    this.#waiting[place]?.();
    await settled();
  }

  async #answer(request: ListRequest): Promise<ListPage> {
    this.asked.push(request);
    if (this.held) await new Promise<void>((go) => this.#waiting.push(go));
    if (request.filter.search === 'broken') throw { code: 'bad_date', message: 'no date' };
    const first = request.after === '' ? request.offset : Number(request.after);
    const end = Math.min(this.size, first + request.limit);
    const conversations = Array.from({ length: Math.max(0, end - first) }, (_, i) => ({ id: first + i + 1, title: request.filter.search ?? '' }) as Row);
    return { total: this.capped ? 300 : this.size, total_capped: this.capped, conversations, next: end < this.size ? String(end) : '' };
  }
}

const settled = () => new Promise((done) => setTimeout(done));

let list: List;
beforeEach(() => {
  list = new List();
});

describe('paging', () => {
  it('asks for the page after a known one by its key, and for a far one by its offset', async () => {
    const backend = new Backend(100_000);
    await list.ask({}, 'newest');
    list.need(PAGE - 1, PAGE);
    await settled();
    list.need(50_000, 50_010);
    await settled();
    expect(backend.asked.map((r) => [r.offset, r.after])).toEqual([[0, ''], [PAGE, String(PAGE)], [50_000, '']]);
    expect([list.length, list.row(PAGE)?.id, list.row(50_003)?.id]).toEqual([100_000, PAGE + 1, 50_004]);
  });

  it('asks for no page twice', async () => {
    const backend = new Backend(1_000, true);
    const first = list.ask({}, 'newest');
    await backend.release(0);
    await first;
    list.need(200, 210);
    list.need(205, 215);
    await backend.release(1);
    list.need(200, 210);
    expect(backend.asked).toHaveLength(2);
  });

  it('keeps a bounded number of rows, those near what is in view', async () => {
    new Backend(100_000);
    await list.ask({}, 'newest');
    for (let at = 0; at < 20_000; at += PAGE) {
      list.need(at, at + 10);
      await settled();
    }
    const held = Array.from({ length: 100 }, (_, page) => list.row(page * PAGE)).filter((row) => row !== undefined);
    expect(held.length).toBeLessThanOrEqual(40);
    expect(list.row(19_999)?.id).toBe(20_000);
    expect(list.row(0)).toBeUndefined();
  });

  it('goes on beyond a capped count as long as there are rows', async () => {
    new Backend(500, false, true);
    await list.ask({ text: 'tea' }, 'relevance');
    expect([list.total, list.capped, list.length]).toEqual([300, true, 2 * PAGE]);
    list.need(PAGE, PAGE);
    await settled();
    list.need(2 * PAGE, 2 * PAGE);
    await settled();
    expect(list.length).toBe(500);
  });

  it('gives the ids of a range, asking for those that are not here', async () => {
    const backend = new Backend(5_000);
    await list.ask({}, 'newest');
    expect(await list.ids(198, 1_500)).toEqual(Array.from({ length: 1_303 }, (_, i) => 199 + i));
    expect(backend.asked.slice(1).map((r) => [r.offset, r.limit])).toEqual([[200, 1000], [1200, 301]]);
  });
});

describe('questions and answers', () => {
  it('throws away the answer to an older question that comes later', async () => {
    const backend = new Backend(3, true);
    const old = list.ask({ search: 'old' }, 'newest');
    const fresh = list.ask({ search: 'new' }, 'newest');
    await backend.release(1);
    await backend.release(0);
    await Promise.all([old, fresh]);
    expect([list.row(0)?.title, list.filter, list.loading]).toEqual(['new', { search: 'new' }, false]);
  });

  it('throws away a page of the list that was there before', async () => {
    const backend = new Backend(1_000, true);
    const first = list.ask({}, 'newest');
    await backend.release(0);
    await first;
    list.need(200, 201);
    const second = list.ask({ search: 'new' }, 'newest');
    await backend.release(2);
    await backend.release(1);
    await second;
    expect(list.row(200)).toBeUndefined();
  });

  it('shows the old rows until the new ones are here', async () => {
    const backend = new Backend(3, true);
    const first = list.ask({ search: 'old' }, 'newest');
    await backend.release(0);
    await first;
    void list.ask({ search: 'new' }, 'newest');
    expect([list.row(0)?.title, list.loading]).toEqual(['old', true]);
  });

  it('tells a typed error, and recovers with the next answer', async () => {
    new Backend(3);
    await list.ask({ search: 'broken' }, 'newest');
    expect([list.error?.code, list.length]).toEqual(['bad_date', 0]);
    await list.ask({}, 'newest');
    expect([list.error, list.length]).toEqual([null, 3]);
  });

  it('keeps the place on a refresh, also when the rows there are gone', async () => {
    const backend = new Backend(1_000);
    await list.ask({}, 'newest');
    list.need(500, 510);
    await settled();
    await list.refresh();
    expect([list.replaced, list.row(505)?.id]).toEqual([0, 506]);
    Object.assign(backend, { size: 10 });
    await list.refresh();
    expect([list.length, list.row(0)?.id]).toEqual([10, 1]);
  });

  it('asks the question on its way again on a refresh, not the one that the rows in view answer to', async () => {
    const backend = new Backend(3, true);
    const first = list.ask({ search: 'old' }, 'newest');
    await backend.release(0);
    await first;
    const second = list.ask({ search: 'new' }, 'newest');
    const refresh = list.refresh();
    await backend.release(2);
    await backend.release(1);
    await Promise.all([second, refresh]);
    expect([list.row(0)?.title, list.filter, list.loading]).toEqual(['new', { search: 'new' }, false]);
  });

  it('counts only answers to another question as replaced', async () => {
    new Backend(3);
    await list.ask({ search: 'a' }, 'newest');
    await list.ask({ search: 'a' }, 'newest');
    await list.ask({ search: 'a' }, 'oldest');
    expect(list.replaced).toBe(2);
  });
});

it('tells equal filters from others', () => {
  expect([same({ tags: ['a'] }, { tags: ['a'] }), same({}, { search: 'a' })]).toEqual([true, false]);
});
