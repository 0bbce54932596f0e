import { api, type Facets } from '../lib/api';
import { toApiError } from '../lib/errors';
import { filters } from './filters.svelte';
import { list, same } from './list.svelte';
import { selection } from './selection.svelte';
import { toasts } from './toasts.svelte';

/** The library as a whole: the numbers of the sidebar, and the signal that something in it has changed. */
export class Library {
  facets = $state.raw<Facets | null>(null);
  /** Grows with each change: what shows a conversation reads it again. */
  version = $state(0);
  /** Grows when datasets may have changed: an export has ended. */
  datasetsVersion = $state(0);

  /** True when there is nothing at all in the library; false while that is not known. */
  get empty(): boolean {
    return this.facets !== null && this.facets.all + this.facets.deleted === 0;
  }

  /** Reads the numbers. */
  async load(): Promise<void> {
    try {
      this.facets = await api.facets();
    } catch (cause) {
      toasts.error(toApiError(cause).message);
    }
  }

  /** Chooses everything that the list shows, however much that is. */
  async selectAll(): Promise<void> {
    selection.selectAll(list.filter, list.total);
    await this.#recount();
  }

  /** Asks for the list that the filters describe. A Select All of another filter ends with it. */
  async show(): Promise<void> {
    if (filters.badDates) return;
    const filter = filters.request;
    if (selection.everything && !same(filter, list.filter)) selection.clear();
    await list.ask(filter, filters.sort);
    await this.#recount();
  }

  /** Reads the list and the numbers again after a change. */
  async changed(): Promise<void> {
    this.version++;
    await Promise.all([list.refresh(), this.load()]);
    await this.#recount();
  }

  /** A Select All holds what the list counts; where the list stops counting, the backend counts. */
  async #recount(): Promise<void> {
    if (!selection.everything) return;
    selection.recount(list.total);
    if (!list.capped) return;
    try {
      selection.recount(await api.count({ filter: list.filter }));
    } catch (cause) {
      toasts.error(toApiError(cause).message);
    }
  }
}

export const library = new Library();
