// Why: what a person clicks and types must reach the filter, and the screen must say what is chosen.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { Tooltip } from 'bits-ui';
import { createRawSnippet, mount, tick, type Component } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Row } from '../lib/api';
import { filters } from '../state/filters.svelte';
import Chips from './Chips.svelte';
import DayField from './DayField.svelte';
import RowLine from './RowLine.svelte';
import TagsDialog from './TagsDialog.svelte';
import SearchBar from './SearchBar.svelte';

const row: Row = {
  id: 7, source: 'chatgpt', external_id: 'x', title: 'How hot for Sencha?', type: 'agent', status: 'favorite', tags: ['tea'], model: 'gpt-4o',
  created_at: '2026-11-14T12:00:00Z', updated_at: null, date_is_guess: true, rounds: 2, messages: 4, excerpt: '70 degrees', snippet: '', parent_id: 0, sub_agents: 0,
};

/** Draws a component inside the provider that tooltips need, as App does. */
function draw(component: typeof SearchBar | typeof TagsDialog, props: Record<string, unknown> = {}) {
  const children = createRawSnippet(() => ({
    render: () => '<div></div>',
    setup: (target) => void mount(component as Component<Record<string, unknown>>, { target, props }),
  }));
  return render(Tooltip.Provider, { props: { children } });
}

beforeEach(() => {
  filters.clear();
  filters.mode = 'title';
});

describe('the search field', () => {
  it('asks at once on Enter and never in the middle of a composition', async () => {
    draw(SearchBar);
    const field = screen.getByRole<HTMLInputElement>('searchbox');
    field.value = 'shu';
    field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
    await new Promise((done) => setTimeout(done, 200));
    expect(filters.query).toBe('');
    field.value = '数据';
    await fireEvent.input(field);
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(filters.query).toBe('数据');
  });

  it('follows a search that is cleared elsewhere', async () => {
    draw(SearchBar);
    const field = screen.getByRole<HTMLInputElement>('searchbox');
    await fireEvent.input(field, { target: { value: 'tea' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    filters.clear();
    await tick();
    expect(field.value).toBe('');
  });
});

it('each active filter is a chip that takes it away', async () => {
  filters.toggle('tags', 'tea');
  filters.toggle('types', 'graph');
  filters.from = '2026-11-01';
  render(Chips);
  expect(screen.getAllByRole('listitem').map((chip) => chip.textContent?.trim())).toEqual(['From 1 November 2026', 'Graph', '#tea', 'Clear all']);
  await fireEvent.click(screen.getByRole('button', { name: 'Remove filter #tea' }));
  expect(filters.request).toEqual({ types: ['graph'], from: '2026-11-01' });
});

it('a day that does not exist is told and not asked for', async () => {
  render(DayField, { props: { label: 'From', day: '2026-01-01', active: false, onfocus: vi.fn() } });
  await fireEvent.input(screen.getByRole('textbox', { name: 'From' }), { target: { value: '2026-02-30' } });
  expect(screen.getByRole('alert').textContent).toBe('Not a day that exists.');
});

describe('a row', () => {
  const props = { place: 2, total: 9, height: 76, chosen: true, open: false, cursor: false, onclick: vi.fn() };

  it('says whether it is chosen, its place, and what it is', () => {
    render(RowLine, { props: { ...props, row } });
    const option = screen.getByRole('option', { selected: true });
    expect([option.getAttribute('aria-posinset'), option.getAttribute('aria-setsize')]).toEqual(['3', '9']);
    expect(option.textContent?.replace(/\s+/g, ' ')).toContain('ChatGPT, 4 messages · tea');
  });

  it('marks why it was found, and shows hostile text as text', () => {
    filters.mode = 'text';
    render(RowLine, { props: { ...props, row: { ...row, title: '<img src=x onerror=alert(1)>', snippet: 'at \uE00070\uE001 <b>degrees</b>' } } });
    const option = screen.getByRole('option');
    expect(option.querySelector('mark')?.textContent).toBe('70');
    expect([option.querySelector('img'), option.querySelector('b')]).toEqual([null, null]);
  });
});

it('tags typed, offered and taken away arrive as one change', async () => {
  const sent: unknown[][] = [];
  const App = { SetTags: async (...args: unknown[]) => (sent.push(args), { count: 0, undo: '' }) };
  Object.assign(window, { go: { main: { App } } });
  const onclose = vi.fn();
  draw(TagsDialog, { what: { selection: { ids: [7] }, count: 1, tags: ['tea', 'old'] }, onclose });
  await fireEvent.input(screen.getByRole('textbox', { name: 'Add a tag' }), { target: { value: ' brewing ' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Remove tag old' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(sent).toEqual([[{ ids: [7] }, ['brewing'], ['old']]]);
  expect(onclose).toHaveBeenCalled();
});
