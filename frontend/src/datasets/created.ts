import { locale } from '../lib/i18n/index.svelte';

/** When a dataset was made, short enough for a column: 24 Nov 2026, 08:25. */
export function createdAt(iso: string): string {
  const language = locale.current === 'en' ? 'en-GB' : locale.current;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}
