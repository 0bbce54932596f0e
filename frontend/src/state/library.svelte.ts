import { api, type Facets } from '../lib/api';
import { ApiError, toApiError } from '../lib/errors';
import { filters } from './filters.svelte';
import { list, same } from './list.svelte';
import { selection } from './selection.svelte';

/** The library as a whole: the numbers of the sidebar, and the signal that something in it has changed. */
export class Library {
  facets = $state.raw<Facets | null>(null);
  /** Why the numbers could not be read; null when they could. */
  error = $state.raw<ApiError | null>(null);
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
      this.error = null;
    } catch (cause) {
      this.error = toApiError(cause);
    }
  }

  /** Asks for the list that the filters describe. A Select All of another filter ends with it. */
  async show(): Promise<void> {
    if (filters.badDates) return;
    const filter = filters.request;
    if (selection.everything && !same(filter, list.filter)) selection.clear();
    await list.ask(filter, filters.sort);
    selection.recount(list.total);
  }

  /** Reads the list and the numbers again after a change. */
  async changed(): Promise<void> {
    this.version++;
    await Promise.all([list.refresh(), this.load()]);
    selection.recount(list.total);
  }
}

export const library = new Library();
