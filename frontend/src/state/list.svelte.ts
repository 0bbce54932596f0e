import { SvelteMap } from 'svelte/reactivity';
import { api, type Filter, type ListPage, type Row, type Sort } from '../lib/api';
import { ApiError, toApiError } from '../lib/errors';

/** Rows of one page. */
export const PAGE = 200;
/** Pages that are kept; those farthest from what is in view are dropped, so that memory does not grow. */
const KEPT = 40;
/** Most rows that one request of the backend gives. */
const MOST = 1000;

/**
 * The list of conversations that a filter matches, of any length. It knows how many there are and holds the pages near
 * what is in view. A page is asked for by the key of the one before when that is known, else by its offset. An answer
 * to an older question is thrown away.
 */
export class List {
  /** How many rows can be scrolled to. */
  length = $state(0);
  /** How many conversations match; "more than" when capped. */
  total = $state(0);
  capped = $state(false);
  /** True until the first answer to the current question. */
  loading = $state(true);
  /** Why the current question has no answer; null when it has. */
  error = $state.raw<ApiError | null>(null);
  /** What the rows in view answer to. */
  filter = $state.raw<Filter>({});
  /** Counts answers that replaced the rows by those of another question: the view then scrolls to the top. */
  replaced = $state(0);

  #pages = new SvelteMap<number, Row[]>();
  #next = new Map<number, string>();
  #asked = new Set<number>();
  #generation = 0;
  #sort: Sort = 'newest';
  /** The question that was asked last; its answer may still be on its way. */
  #question: { filter: Filter; sort: Sort } = { filter: {}, sort: 'newest' };
  /** Pages that answer to the current question; others are shown until their answer comes. */
  #fresh = new Set<number>();
  #first = 0;
  #last = 0;

  /** Asks for another list. The rows of the old one stay until the answer is there, so that nothing flickers. */
  async ask(filter: Filter, sort: Sort): Promise<void> {
    await this.#load(filter, sort, 0);
  }

  /** Asks again after something has changed, and keeps the place. A question without an answer yet is the one asked again. */
  async refresh(): Promise<void> {
    const { filter, sort } = this.#question;
    await this.#load(filter, sort, this.#answers(filter, sort) ? Math.floor(this.#first / PAGE) : 0);
  }

  /** The row at a place; undefined while its page is on its way. */
  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** The place of a conversation among the pages that are here; -1 when it is not. */
  indexOf(id: number): number {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.id === id);
      if (at >= 0) return page * PAGE + at;
    }
    return -1;
  }

  /** Sees to it that the rows from first to last (included) are here or on their way. */
  need(first: number, last: number): void {
    this.#first = first;
    this.#last = last;
    const end = Math.min(last, this.length - 1);
    for (let page = Math.floor(first / PAGE); page * PAGE <= end; page++) {
      if (!this.#fresh.has(page) && !this.#asked.has(page)) void this.#fetch(page);
    }
  }

  /** The ids of the rows from first to last (included), asked for where they are not here. */
  async ids(first: number, last: number): Promise<number[]> {
    const ids: number[] = [];
    for (let at = first; at <= last; ) {
      const row = this.row(at);
      if (row && this.#fresh.has(Math.floor(at / PAGE))) {
        ids.push(row.id);
        at++;
        continue;
      }
      const rows = (await this.#page(at, Math.min(MOST, last - at + 1), '')).conversations;
      if (rows.length === 0) break;
      ids.push(...rows.map((one) => one.id));
      at += rows.length;
    }
    return ids;
  }

  /** Whether the rows in view answer to this question. */
  #answers(filter: Filter, sort: Sort): boolean {
    return same(filter, this.filter) && sort === this.#sort;
  }

  async #load(filter: Filter, sort: Sort, page: number): Promise<void> {
    const generation = ++this.#generation;
    const another = !this.#answers(filter, sort);
    this.#question = { filter, sort };
    this.loading = true;
    try {
      let answer = await api.list({ filter, sort, limit: PAGE, offset: page * PAGE, after: '' });
      if (generation !== this.#generation) return;
      if (answer.conversations.length === 0 && page > 0) {
        page = 0;
        answer = await api.list({ filter, sort, limit: PAGE, offset: 0, after: '' });
        if (generation !== this.#generation) return;
      }
      this.#replace(filter, sort, page, answer, another);
    } catch (cause) {
      if (generation === this.#generation) this.#fail(cause, filter, sort);
    } finally {
      if (generation === this.#generation) this.loading = false;
    }
  }

  #replace(filter: Filter, sort: Sort, page: number, answer: ListPage, another: boolean): void {
    this.filter = filter;
    this.#sort = sort;
    this.error = null;
    this.#asked.clear();
    this.#next.clear();
    this.#fresh.clear();
    this.length = 0;
    if (another) this.#pages.clear();
    this.#take(page, answer);
    if (another) this.replaced++;
    else this.need(this.#first, this.#last);
  }

  #fail(cause: unknown, filter: Filter, sort: Sort): void {
    this.filter = filter;
    this.#sort = sort;
    this.error = toApiError(cause);
    this.#pages.clear();
    this.#fresh.clear();
    this.length = this.total = 0;
  }

  async #fetch(page: number): Promise<void> {
    const generation = this.#generation;
    this.#asked.add(page);
    try {
      const answer = await this.#page(page * PAGE, PAGE, this.#next.get(page - 1) ?? '');
      if (generation === this.#generation) this.#take(page, answer);
    } catch (cause) {
      if (generation === this.#generation) this.error = toApiError(cause);
    } finally {
      if (generation === this.#generation) this.#asked.delete(page);
    }
  }

  #page(offset: number, limit: number, after: string): Promise<ListPage> {
    return api.list({ filter: this.filter, sort: this.#sort, limit, offset, after });
  }

  #take(page: number, answer: ListPage): void {
    this.#pages.set(page, answer.conversations);
    this.#fresh.add(page);
    if (answer.next !== '') this.#next.set(page, answer.next);
    this.total = answer.total;
    this.capped = answer.total_capped;
    const here = page * PAGE + answer.conversations.length;
    if (!answer.total_capped) this.length = answer.total;
    else this.length = answer.next === '' ? here : Math.max(this.length, here + PAGE);
    this.#drop(page);
  }

  /** Drops the pages farthest from the one that has just come. */
  #drop(near: number): void {
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
    for (const page of far.slice(0, Math.max(0, far.length - KEPT))) {
      this.#pages.delete(page);
      this.#fresh.delete(page);
    }
  }
}

/** Says whether two filters ask for the same; Filters.request writes equal filters with equal keys in equal order. */
export function same(a: Filter, b: Filter): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export const list = new List();
