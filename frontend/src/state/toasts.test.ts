// Why: a message with Undo must stay long enough to be reached, and an error until it has been read.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Toasts } from './toasts.svelte';

let toasts: Toasts;
const texts = () => toasts.all.map((toast) => toast.text);

beforeEach(() => {
  vi.useFakeTimers();
  toasts = new Toasts();
});
afterEach(() => void vi.useRealTimers());

it('a plain message leaves first, one with a button later, an error not at all', () => {
  toasts.info('plain');
  toasts.info('with Undo', { label: 'Undo', run: () => {} });
  toasts.error('failed');
  vi.advanceTimersByTime(5_000);
  expect(texts()).toEqual(['with Undo', 'failed']);
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual(['failed']);
});

it('a message under the pointer waits, and then has its time again', () => {
  const id = toasts.info('plain');
  toasts.hold(id);
  vi.advanceTimersByTime(60_000);
  toasts.release(id);
  vi.advanceTimersByTime(4_999);
  expect(texts()).toEqual(['plain']);
  vi.advanceTimersByTime(1);
  expect(texts()).toEqual([]);
});

it('the oldest gives way to the newest', () => {
  for (const text of ['a', 'b', 'c', 'd']) toasts.error(text);
  expect(texts()).toEqual(['b', 'c', 'd']);
});
