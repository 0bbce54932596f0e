// Why: sizes, times and dates are read at a glance; a wrong unit misleads.
import { beforeEach, expect, it } from 'vitest';
import { bytes, duration, number, shortDay, shortTime } from './format';
import { locale } from './i18n/index.svelte';

beforeEach(() => {
  locale.current = 'en';
});

it('writes sizes with three digits at most', () => {
  expect([bytes(1), bytes(999), bytes(1_000), bytes(12_345), bytes(999_600), bytes(1_234_567_890)]).toEqual(['1 byte', '999 bytes', '1 kB', '12.3 kB', '1 MB', '1.2 GB']);
});

it('writes a span in one unit, never as nothing', () => {
  expect([duration(0), duration(8_400), duration(89_000), duration(90_000), duration(7_200_000)]).toEqual(['1 sec', '8 sec', '89 sec', '2 min', '2 hr']);
});

it('names the year of a day only when it is another one', () => {
  const now = new Date(2026, 10, 24);
  expect([shortDay('2026-11-14T12:00:00', now), shortDay('2023-11-14T12:00:00', now)]).toEqual(['14 Nov', '14 Nov 2023']);
  locale.current = 'zh-CN';
  expect([shortDay('2026-11-14T12:00:00', now), number(12345)]).toEqual(['11月14日', '12,345']);
});

// Several exports or imports of one day differ by the time; one of last year must not look like one of this year.
it('names the time of a day, and the year only when it is another one', () => {
  const now = new Date(2026, 10, 24);
  expect([shortTime('2026-11-24T08:25:00', now), shortTime('2025-11-24T08:25:00', now)]).toEqual(['24 Nov, 08:25', '24 Nov 2025, 08:25']);
});
