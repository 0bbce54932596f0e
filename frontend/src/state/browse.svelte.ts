import { list } from './list.svelte';
import { selection } from './selection.svelte';
import { view } from './view.svelte';

/** Most rows that shift selects at once: a longer choice is one for Select All. */
export const RANGE = 10_000;

/** Moves through the list: which row has the cursor, and from where shift extends. */
export class Browse {
  /** The row that the keys act on; -1 before the first. */
  cursor = $state(-1);
  #anchor = -1;

  /** Clicks a row: chooses it or takes it out, and opens it. With shift, chooses everything from the last one to it. */
  async click(index: number, shift: boolean): Promise<boolean> {
    const row = list.row(index);
    if (!row) return true;
    const whole = shift && this.#anchor >= 0 ? await this.#choose(this.#anchor, index) : (selection.toggle(row.id), true);
    if (!shift) this.#anchor = index;
    this.cursor = index;
    view.show(row.id);
    return whole;
  }

  /** Moves the cursor by some rows and opens the row it comes to. */
  move(by: number): void {
    if (list.length === 0) return;
    this.to(this.cursor < 0 ? (by > 0 ? 0 : list.length - 1) : this.cursor + by);
  }

  /** Moves the cursor to a row, or the nearest there is, and opens it. */
  to(index: number): void {
    this.cursor = Math.min(list.length - 1, Math.max(0, index));
    const row = list.row(this.cursor);
    if (row) view.show(row.id);
    else void this.#openLater(this.cursor);
  }

  /** Chooses the row under the cursor, or takes it out. */
  toggle(): void {
    const row = list.row(this.cursor);
    if (!row) return;
    selection.toggle(row.id);
    this.#anchor = this.cursor;
  }

  /** Moves the cursor by some rows and chooses everything on the way. False when that would be too many. */
  async extend(by: number): Promise<boolean> {
    if (list.length === 0) return true;
    if (this.#anchor < 0) this.#anchor = Math.max(0, this.cursor);
    this.move(by);
    return this.#choose(this.#anchor, this.cursor);
  }

  /** Gives the list the focus of the keyboard, at the row of the cursor or the first. */
  focus(): void {
    document.getElementById('conversation-rows')?.focus();
    if (this.cursor < 0) this.to(0);
  }

  /** Finds the open conversation again after the list has changed; another list has no cursor. */
  settle(): void {
    this.#anchor = -1;
    this.cursor = view.open === null ? -1 : list.indexOf(view.open);
  }

  /** Opens a row whose page is not here yet, unless the cursor has gone on by then. */
  async #openLater(index: number): Promise<void> {
    const [id] = await list.ids(index, index);
    if (id !== undefined && this.cursor === index) view.show(id);
  }

  async #choose(a: number, b: number): Promise<boolean> {
    const [first, last] = a < b ? [a, b] : [b, a];
    if (last - first >= RANGE) return false;
    selection.set(await list.ids(first, last), true);
    return true;
  }
}

export const browse = new Browse();
