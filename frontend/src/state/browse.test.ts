// Why: clicks, shift and the arrow keys choose what is exported; a step too far chooses the wrong conversation.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ListRequest, Row } from '../lib/api';
import { Browse, RANGE } from './browse.svelte';
import { list } from './list.svelte';
import { selection } from './selection.svelte';
import { view } from './view.svelte';

const SIZE = 30_000;
let browse: Browse;

beforeEach(async () => {
  const answer = async (request: ListRequest) => ({
    total: SIZE,
    total_capped: false,
    conversations: Array.from({ length: request.limit }, (_, i) => ({ id: request.offset + i + 1 }) as Row),
    next: '',
  });
  Object.assign(window, { go: { main: { App: { List: answer } } } });
  await list.ask({}, 'newest');
  selection.clear();
  view.open = null;
  browse = new Browse();
});

describe('clicks', () => {
  it('choose the row and open it, and take it out again', async () => {
    await browse.click(2, false);
    expect([selection.request, view.open]).toEqual([{ ids: [3] }, 3]);
    await browse.click(2, false);
    expect([selection.request, view.open]).toEqual([null, 3]);
  });

  it('with shift choose everything from the last click, in both directions', async () => {
    await browse.click(5, false);
    await browse.click(8, true);
    expect(selection.request).toEqual({ ids: [6, 7, 8, 9] });
    await browse.click(4, true);
    expect([...(selection.request?.ids ?? [])].sort()).toEqual([5, 6, 7, 8, 9]);
  });

  it('with shift refuse a range that belongs to Select All', async () => {
    await browse.click(0, false);
    list.need(RANGE, RANGE);
    await new Promise((done) => setTimeout(done));
    expect(await browse.click(RANGE, true)).toBe(false);
    expect(selection.count).toBe(1);
  });
});

describe('keys', () => {
  it('move and open without choosing, and stop at the ends', () => {
    browse.move(1);
    expect([browse.cursor, view.open, selection.count]).toEqual([0, 1, 0]);
    browse.move(-1);
    expect(browse.cursor).toBe(0);
  });

  it('open a far row as soon as it is here', async () => {
    browse.to(SIZE + 5);
    expect(browse.cursor).toBe(SIZE - 1);
    await vi.waitFor(() => expect(view.open).toBe(SIZE));
  });

  it('extend from the row they started at', async () => {
    browse.to(3);
    await browse.extend(1);
    await browse.extend(1);
    expect(selection.request).toEqual({ ids: [4, 5, 6] });
  });

  it('choose the row they stand on', () => {
    browse.to(3);
    browse.toggle();
    expect(selection.request).toEqual({ ids: [4] });
  });
});

it('finds the open conversation again in another list, or nothing', () => {
  browse.to(7);
  browse.settle();
  expect(browse.cursor).toBe(7);
  view.open = 999_999;
  browse.settle();
  expect(browse.cursor).toBe(-1);
});
