import { dateFormat, numberFormat } from './formatters';
import { locale } from './i18n/index.svelte';

/** A whole number with the separators of the language. */
export function number(n: number): string {
  return numberFormat(locale.current).format(n);
}

/** A size in bytes as B, kB, MB or GB with three digits at most. */
export function bytes(n: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  let unit = 0;
  while (n >= 999.5 && unit < units.length - 1) {
    n /= 1000;
    unit++;
  }
  const digits = unit === 0 || n >= 100 ? 0 : 1;
  return numberFormat(locale.current, {
    style: 'unit',
    unit: units[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(n);
}

/** A day for a list: the day and month, with the year when it is not this one. `now` is for tests. */
export function shortDay(iso: string, now = new Date()): string {
  const at = new Date(iso);
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return dateFormat(dateLocale(), { day: 'numeric', month: 'short', year }).format(at);
}

/** A day and the time of it for a column: 24 Nov, 08:25, with the year when it is not this one. `now` is for tests. */
export function shortTime(iso: string, now = new Date()): string {
  const at = new Date(iso);
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return dateFormat(dateLocale(), { day: 'numeric', month: 'short', year, hour: '2-digit', minute: '2-digit', hour12: false }).format(at);
}

/** A day in full: 14 November 2023. */
export function longDay(iso: string): string {
  return dateFormat(dateLocale(), { dateStyle: 'long' }).format(new Date(iso));
}

/** A day and the time of it: 14 November 2023, 22:13. */
export function dateTime(iso: string): string {
  return dateFormat(dateLocale(), { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso));
}

/** A span of milliseconds in words of one unit: 8 s, 3 min, 2 h. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const [value, unit] =
    seconds < 90 ? [seconds, 'second'] : seconds < 5400 ? [Math.round(seconds / 60), 'minute'] : [Math.round(seconds / 3600), 'hour'];
  return numberFormat(locale.current, { style: 'unit', unit: String(unit), unitDisplay: 'short' }).format(Number(value));
}

/** English dates are written day first, with a 24 hour clock, as in the rest of the window. */
function dateLocale(): string {
  return locale.current === 'en' ? 'en-GB' : locale.current;
}
