import { dateFormat } from '../lib/formatters';
import { locale } from '../lib/i18n/index.svelte';

/**
 * When a dataset was made, short enough for a column: "24 Nov, 08:25", with the year when it is not this one. `now` is
 * for tests.
 */
export function createdAt(iso: string, now = new Date()): string {
  const at = new Date(iso);
  const language = locale.current === 'en' ? 'en-GB' : locale.current;
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return dateFormat(language, { day: 'numeric', month: 'short', year, hour: '2-digit', minute: '2-digit', hour12: false }).format(at);
}
