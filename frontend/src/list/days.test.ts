// Why: both ends of a range are included and are days of the person's own time zone, not of UTC.
import { expect, it } from 'vitest';
import { dayOf, isDay, lastDays, thisYear } from './days';

it('counts today as one of the last days, over the end of a month', () => {
  expect(lastDays(7, new Date(2026, 2, 3, 0, 5))).toEqual({ from: '2026-02-25', to: '2026-03-03' });
  expect(lastDays(1, new Date(2026, 2, 3, 23, 55))).toEqual({ from: '2026-03-03', to: '2026-03-03' });
});

it('begins this year on its first day', () => {
  expect(thisYear(new Date(2026, 10, 24))).toEqual({ from: '2026-01-01', to: '2026-11-24' });
});

it('writes a day with all its digits', () => {
  expect(dayOf(new Date(987, 0, 2))).toBe('0987-01-02');
});

it('knows a day that exists', () => {
  expect(['2026-02-28', '2024-02-29', '2026-02-29', '2026-2-3', '2026-13-01', '', 'today'].map(isDay)).toEqual([true, true, false, false, false, false, false]);
});
