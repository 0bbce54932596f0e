import { SvelteSet } from 'svelte/reactivity';
import type { Filter, Selection as Request } from '../lib/api';

/**
 * What a person has chosen: a list of ids, or everything a filter matches less some exceptions. It never expands a
 * filter to ids, however many conversations it matches.
 */
export class Selection {
  /** Chosen ids; without a filter only. */
  #ids = new SvelteSet<number>();
  /** The filter of Select All, as it was then; null when ids are listed. */
  #filter = $state.raw<Filter | null>(null);
  /** How many conversations the filter matches. */
  #total = $state(0);
  /** Ids taken out of the filter again. */
  #except = new SvelteSet<number>();

  /** How many conversations are chosen. */
  get count(): number {
    return this.#filter ? Math.max(0, this.#total - this.#except.size) : this.#ids.size;
  }

  /** True when the choice is a filter: Select All. */
  get everything(): boolean {
    return this.#filter !== null;
  }

  /** True when everything that the filter matches is chosen, without an exception. */
  get whole(): boolean {
    return this.#filter !== null && this.#except.size === 0;
  }

  /** Says whether a conversation is chosen; with a filter, it must be one that the filter matches. */
  has(id: number): boolean {
    return this.#filter ? !this.#except.has(id) : this.#ids.has(id);
  }

  /** Chooses a conversation, or takes it out of the choice. */
  toggle(id: number): void {
    this.set([id], !this.has(id));
  }

  /** Chooses conversations, or takes them out of the choice. */
  set(ids: readonly number[], chosen: boolean): void {
    const listed = this.#filter ? this.#except : this.#ids;
    const list = this.#filter ? !chosen : chosen;
    for (const id of ids) {
      if (list) listed.add(id);
      else listed.delete(id);
    }
  }

  /** Chooses everything that a filter matches; total is how many that is. */
  selectAll(filter: Filter, total: number): void {
    this.clear();
    this.#filter = { ...filter };
    this.#total = total;
  }

  /** Tells how many conversations the filter of Select All matches by now. */
  recount(total: number): void {
    if (this.#filter) this.#total = total;
  }

  /** Chooses nothing. */
  clear(): void {
    this.#ids.clear();
    this.#except.clear();
    this.#filter = null;
    this.#total = 0;
  }

  /** The choice as the backend wants it; null when nothing is chosen. */
  get request(): Request | null {
    if (this.count === 0) return null;
    if (!this.#filter) return { ids: [...this.#ids] };
    return { filter: { ...this.#filter }, except: [...this.#except] };
  }
}

export const selection = new Selection();
