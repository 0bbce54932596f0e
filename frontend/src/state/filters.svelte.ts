import type { ConversationType, Filter, Sort, Status } from '../lib/api';

/** Where the search looks: titles and tags, or the whole text of every message. */
export type SearchMode = 'title' | 'text';

/** The fields of a filter that hold several values, any of which may match. */
export type ListField = 'types' | 'statuses' | 'sources' | 'tags' | 'models';

/** A conversation whose sub-agent runs are listed. */
export interface Parent {
  id: number;
  title: string;
}

/** What the list shows: the search, the filters and the order, as a person set them. */
export class Filters {
  query = $state('');
  mode = $state<SearchMode>('title');
  /** First and last day as YYYY-MM-DD, both included; empty is an open end. */
  from = $state('');
  to = $state('');
  types = $state<ConversationType[]>([]);
  statuses = $state<Status[]>([]);
  sources = $state<string[]>([]);
  tags = $state<string[]>([]);
  models = $state<string[]>([]);
  /** Lists the sub-agent runs of this conversation instead of conversations; null for the usual list. */
  parent = $state.raw<Parent | null>(null);
  /** Lists only what this import added or updated; null for everything. */
  imported = $state<number | null>(null);
  /** The order a person chose; a text search without a choice of its own is ordered by relevance. */
  order = $state<Sort>('newest');
  textOrder = $state<Sort>('relevance');

  /** The filter as the backend wants it: only what is set, so that equal filters are equal objects. */
  get request(): Filter {
    const filter: Filter = {};
    const query = this.query.trim();
    if (query !== '') filter[this.mode === 'text' ? 'text' : 'search'] = query;
    if (this.from !== '') filter.from = this.from;
    if (this.to !== '') filter.to = this.to;
    for (const field of ['types', 'statuses', 'sources', 'tags', 'models'] as const) {
      if (this[field].length > 0) filter[field] = [...this[field]];
    }
    if (this.parent !== null) filter.parent = this.parent.id;
    if (this.imported !== null) filter.import = this.imported;
    return filter;
  }

  /** True when the whole text is searched for something. */
  get searchesText(): boolean {
    return this.mode === 'text' && this.query.trim() !== '';
  }

  /** The order of the list; relevance exists for a text search only. */
  get sort(): Sort {
    return this.searchesText ? this.textOrder : this.order;
  }

  /** Takes an order, for the kind of list that is shown. */
  setSort(sort: Sort): void {
    if (this.searchesText) this.textOrder = sort;
    else this.order = sort;
  }

  /** How many filters are set beside the search; a date range counts once. */
  get count(): number {
    const lists = [this.types, this.statuses, this.sources, this.tags, this.models];
    return lists.filter((values) => values.length > 0).length + Number(this.from !== '' || this.to !== '') + Number(this.parent !== null) + Number(this.imported !== null);
  }

  /** True when neither a search nor a filter is set. */
  get none(): boolean {
    return this.count === 0 && this.query.trim() === '';
  }

  /** True when the range ends before it begins; such a filter is not asked for. */
  get badDates(): boolean {
    return this.from !== '' && this.to !== '' && this.to < this.from;
  }

  /** Adds a value to a field, or takes it away. */
  toggle(field: ListField, value: string): void {
    const values: string[] = this[field];
    const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
    (this[field] as string[]) = next;
  }

  /** Makes a value the only one of its field, or clears the field when it already is. */
  only(field: ListField, value: string): void {
    const values: string[] = this[field];
    (this[field] as string[]) = values.length === 1 && values[0] === value ? [] : [value];
  }

  /** Goes to a place of the library: everything, the favorites or what is deleted, without any other filter. */
  place(status: Status | null): void {
    this.clear();
    this.statuses = status === null ? [] : [status];
  }

  /** Lists the sub-agent runs of a conversation, and nothing else. */
  runsOf(parent: Parent): void {
    this.clear();
    this.parent = parent;
  }

  /** Lists what an import added or updated, and nothing else. */
  broughtBy(imported: number): void {
    this.clear();
    this.imported = imported;
  }

  /** Takes the search and every filter away; the order and the search mode stay. */
  clear(): void {
    this.query = '';
    this.clearFilters();
  }

  /** Takes every filter away; the search stays. */
  clearFilters(): void {
    this.from = this.to = '';
    this.types = [];
    this.statuses = [];
    this.sources = [];
    this.tags = [];
    this.models = [];
    this.parent = null;
    this.imported = null;
  }
}

export const filters = new Filters();
