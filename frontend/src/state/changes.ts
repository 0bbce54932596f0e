import { api, type Change, type Selection, type Status, type StatusChange } from '../lib/api';
import { toApiError } from '../lib/errors';
import { t } from '../lib/i18n/index.svelte';
import { library } from './library.svelte';
import { selection } from './selection.svelte';
import { toasts } from './toasts.svelte';

/** What takes back the last change, and the message that says so; null when there is nothing to take back. */
let last: { back: () => Promise<unknown>; toast: number } | null = null;

const said = { active: 'shell.unfavorited', favorite: 'shell.favorited', deleted: 'shell.deletedToast', restored: 'shell.restoredToast' } as const;

/** Changes the status of conversations, says so and offers Undo. Deleted and restored ones leave the selection. */
export function setStatus(what: Selection, to: StatusChange): Promise<void> {
  return change(
    () => api.setStatus(what, to),
    (n) => t(said[to], { n }),
    () => {
      if (to === 'deleted' || to === 'restored' || what.filter?.statuses) selection.clear();
    },
  );
}

/** Adds a conversation to the favorites, or removes it when it is one. */
export function toggleFavorite(row: { id: number; status: Status }): Promise<void> {
  return setStatus({ ids: [row.id] }, row.status === 'favorite' ? 'active' : 'favorite');
}

/** Deletes a conversation, or restores it when it is deleted. */
export function toggleDeleted(row: { id: number; status: Status }): Promise<void> {
  return setStatus({ ids: [row.id] }, row.status === 'deleted' ? 'restored' : 'deleted');
}

/** Adds and removes tags, says so and offers Undo. */
export function setTags(what: Selection, add: string[], remove: string[]): Promise<void> {
  return change(() => api.setTags(what, add, remove), (n) => t('shell.tagged', { n }));
}

/** Gives a conversation a new title, says so and offers Undo. */
export async function rename(id: number, title: string): Promise<void> {
  await attempt(async () => {
    const before = await api.rename(id, title);
    done(t('shell.renamed', { title }), () => api.rename(id, before));
    await library.changed();
  });
}

/** Takes back the last change; does nothing when there is none. */
export async function undo(): Promise<void> {
  if (!last) return;
  const { back, toast } = last;
  last = null;
  toasts.close(toast);
  await attempt(async () => {
    await back();
    toasts.info(t('shell.undone'));
    await library.changed();
  });
}

async function change(call: () => Promise<Change>, sentence: (n: number) => string, after = () => {}): Promise<void> {
  await attempt(async () => {
    const { count, undo: token } = await call();
    if (count === 0) {
      toasts.info(t('shell.unchanged'));
      return;
    }
    after();
    done(sentence(count), () => api.undo(token));
    await library.changed();
  });
}

function done(sentence: string, back: () => Promise<unknown>): void {
  const toast = toasts.info(sentence, {
    label: t('shell.undo'),
    run: () => {
      last = { back, toast };
      return undo();
    },
  });
  last = { back, toast };
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    toasts.error(toApiError(cause).message);
  }
}
