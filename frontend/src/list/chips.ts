import { t } from '../lib/i18n/index.svelte';
import { longDay } from '../lib/format';
import { sourceName } from '../lib/sources';
import type { Filters, ListField } from '../state/filters.svelte';

/** An active filter as a person sees it, and how to take it away. */
export interface Chip {
  key: string;
  label: string;
  remove: () => void;
}

/** One chip for each value that is filtered by, and one for the date range. */
export function chipsOf(filters: Filters): Chip[] {
  const chips: Chip[] = [];
  const range = rangeLabel(filters.from, filters.to);
  const { parent, imported } = filters;
  if (parent !== null) chips.push({ key: 'parent', label: t('shell.runsOf', { title: parent.title }), remove: () => void (filters.parent = null) });
  if (imported !== null) chips.push({ key: 'import', label: t('shell.broughtBy', { n: imported }), remove: () => void (filters.imported = null) });
  if (range !== '') chips.push({ key: 'dates', label: range, remove: () => void (filters.from = filters.to = '') });
  const add = (field: ListField, label: (value: string) => string) => {
    for (const value of filters[field]) chips.push({ key: `${field}:${value}`, label: label(value), remove: () => filters.toggle(field, value) });
  };
  add('statuses', (value) => t(`shell.status_${value as 'active' | 'favorite' | 'deleted'}`));
  add('types', (value) => t(`shell.type_${value as 'chat' | 'agent' | 'graph'}`));
  add('sources', sourceName);
  add('tags', (value) => `#${value}`);
  add('models', (value) => value);
  return chips;
}

function rangeLabel(from: string, to: string): string {
  const day = (iso: string) => longDay(`${iso}T12:00:00`);
  if (from !== '' && to !== '') return from === to ? day(from) : t('shell.dateBetween', { from: day(from), to: day(to) });
  if (from !== '') return t('shell.dateFrom', { day: day(from) });
  return to === '' ? '' : t('shell.dateTo', { day: day(to) });
}
