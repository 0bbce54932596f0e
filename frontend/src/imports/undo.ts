import { api } from '../lib/api';
import { toApiError } from '../lib/errors';
import { t } from '../lib/i18n/index.svelte';
import { filters } from '../state/filters.svelte';
import { job } from '../state/job.svelte';
import { library } from '../state/library.svelte';
import { selection } from '../state/selection.svelte';
import { toasts } from '../state/toasts.svelte';
import { view } from '../state/view.svelte';
import { undoneOf } from './entry';

/** Undoes an import and says what came of it. What is gone is neither open nor chosen afterwards. */
export async function undoImport(id: number): Promise<void> {
  try {
    const report = await job.undo(id);
    toasts.info(undoneOf(report));
    selection.clear();
    if (filters.imported === id) filters.imported = null;
    await closeWhatIsGone();
  } catch (cause) {
    const error = toApiError(cause);
    if (error.code === 'cancelled') toasts.info(t('imports.undo_cancelled'));
    else toasts.error(`${t('imports.undo_failed')} ${error.message}`);
  } finally {
    await library.changed(); // the list of imports follows
  }
}

/** Empties the reader when its conversation was removed, and the filter when its parent was. */
async function closeWhatIsGone(): Promise<void> {
  if (view.open !== null && (await isGone(view.open))) view.open = null;
  if (filters.parent !== null && (await isGone(filters.parent.id))) filters.parent = null;
}

async function isGone(id: number): Promise<boolean> {
  try {
    await api.detail(id);
    return false;
  } catch (cause) {
    return toApiError(cause).code === 'not_found';
  }
}
