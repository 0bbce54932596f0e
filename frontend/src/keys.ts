import { flushSync } from 'svelte';
import { t } from './lib/i18n/index.svelte';
import { browse, RANGE } from './state/browse.svelte';
import { setStatus, toggleDeleted, toggleFavorite, undo } from './state/changes';
import { filters } from './state/filters.svelte';
import { library } from './state/library.svelte';
import { list } from './state/list.svelte';
import { selection } from './state/selection.svelte';
import { session } from './state/session.svelte';
import { toasts } from './state/toasts.svelte';
import { view } from './state/view.svelte';

/** Keys as a person reads them: "Mod" is Ctrl, or the command sign on a Mac. */
export function keyName(keys: string): string {
  return keys
    .replace('Mod', session.mac ? '⌘' : 'Ctrl')
    .replace('Shift', session.mac ? '⇧' : 'Shift')
    .replace('Space', t('shell.keyName_space'))
    .replace('Delete', t('shell.keyName_delete'));
}

/** The table of keys: each line has the keys, alternatives apart, and what they do. */
export const keyTable = [
  { keys: ['↑ ↓', 'k j'], what: 'shell.key_move' },
  { keys: ['x', 'Space'], what: 'shell.key_select' },
  { keys: ['Shift ↑ ↓'], what: 'shell.key_extend' },
  { keys: ['Mod A'], what: 'shell.key_all' },
  { keys: ['Space', 'PgDn'], what: 'shell.key_page' },
  { keys: ['f'], what: 'shell.key_favorite' },
  { keys: ['t'], what: 'shell.key_tags' },
  { keys: ['r'], what: 'shell.key_rename' },
  { keys: ['Delete'], what: 'shell.key_delete' },
  { keys: ['Mod Z'], what: 'shell.key_undo' },
  { keys: ['Mod F', '/'], what: 'shell.key_search' },
  { keys: ['Mod E'], what: 'shell.key_export' },
  { keys: ['Mod O'], what: 'shell.key_import' },
  { keys: ['Mod 1', 'Mod 2', 'Mod 3'], what: 'shell.key_areas' },
  { keys: ['Esc'], what: 'shell.key_close' },
  { keys: ['?'], what: 'shell.key_help' },
] as const;

/** Opens the export sheet for what is selected, or for the open conversation when nothing is. */
export function openExport(): void {
  if (selection.count === 0 && view.open !== null) selection.set([view.open], true);
  if (selection.count > 0) view.sheet = 'export';
}

/** Puts the focus into the search field and selects what is in it. */
function focusSearch(): void {
  view.area = 'conversations';
  flushSync();
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.focus();
  field?.select();
}

/** Tells that a range was too long, when it was. */
export function warnRange(whole: boolean): void {
  if (!whole) toasts.info(t('shell.rangeTooLong', { n: RANGE }));
}

type Act = (event: KeyboardEvent) => void;

/** Keys with Ctrl (or the command key). */
const withMod: Record<string, Act> = {
  f: focusSearch,
  e: openExport,
  o: () => view.importAt(null),
  a: () => void library.selectAll(),
  z: () => void undo(),
  '1': () => (view.area = 'conversations'),
  '2': () => (view.area = 'datasets'),
  '3': () => (view.area = 'imports'),
};

/** Keys alone, for the list of conversations. */
const alone: Record<string, Act> = {
  j: () => browse.move(1),
  k: () => browse.move(-1),
  ArrowDown: (event) => step(1, event.shiftKey),
  ArrowUp: (event) => step(-1, event.shiftKey),
  x: () => browse.toggle(),
  f: () => onOpenRow(toggleFavorite),
  t: editTags,
  r: () => onOpenRow((row) => view.rename(row)),
  Delete: deleteOrRestore,
  '/': focusSearch,
};

/** Acts on a key pressed anywhere in the window that nothing else has a use for. */
export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey || view.sheet !== null || overlay()) return;
  const act = find(event);
  if (!act) return;
  event.preventDefault();
  act(event);
}

/** Keys of the list itself, when it has the focus: moving by pages and ends, and Space, which chooses. */
export function onListKey(event: KeyboardEvent): void {
  const act: Record<string, () => void> = {
    ' ': () => browse.toggle(),
    Enter: () => browse.to(browse.cursor),
    Home: () => browse.to(0),
    End: () => browse.to(list.length - 1),
    PageDown: () => browse.move(8),
    PageUp: () => browse.move(-8),
  };
  if (event.ctrlKey || event.metaKey || event.altKey || !act[event.key]) return;
  event.preventDefault();
  act[event.key]?.();
}

function find(event: KeyboardEvent): Act | undefined {
  const inField = isField(event.target);
  if (event.ctrlKey || event.metaKey) {
    const key = event.key.toLowerCase();
    return inField && (key === 'a' || key === 'z') ? undefined : withMod[key];
  }
  if (event.key === 'Escape') return escape;
  if (inField) return undefined;
  if (event.key === '?') return () => (view.sheet = 'keys');
  if (view.area !== 'conversations' || isWidget(event.target, event.key)) return undefined;
  return alone[event.key];
}

function step(by: number, extend: boolean): void {
  if (extend) void browse.extend(by).then(warnRange);
  else browse.move(by);
}

/** Esc takes back one thing at a time: the search, then the filters stay and the selection goes. */
function escape(): void {
  if (filters.query !== '') filters.query = '';
  else selection.clear();
}

function editTags(): void {
  const what = selection.request;
  if (what && selection.count > 1) view.tagMany(what, selection.count);
  else onOpenRow((row) => view.tag(row));
}

function deleteOrRestore(): void {
  const what = selection.request;
  if (what) void setStatus(what, inTrash() ? 'restored' : 'deleted');
  else onOpenRow(toggleDeleted);
}

/** True when the list shows deleted conversations only. */
export function inTrash(): boolean {
  return filters.statuses.length === 1 && filters.statuses[0] === 'deleted';
}

function onOpenRow(act: (row: NonNullable<ReturnType<typeof list.row>>) => unknown): void {
  const row = list.row(browse.cursor);
  if (row) void act(row);
}

/** A dialog, menu or list of choices that is open has the keys to itself. */
function overlay(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"], [role="listbox"][data-state="open"], [role="alertdialog"]') !== null;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"], [role="spinbutton"]');
}

/** Radios and the reader's scrolled parts use the arrow keys themselves. */
function isWidget(target: EventTarget | null, key: string): boolean {
  return key.startsWith('Arrow') && target instanceof HTMLElement && target.closest('[role="radiogroup"], [role="tablist"], [role="toolbar"], [data-own-arrows]') !== null;
}
