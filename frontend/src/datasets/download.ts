import { api } from '../lib/api';
import { toApiError } from '../lib/errors';
import { t } from '../lib/i18n/index.svelte';
import { job } from '../state/job.svelte';
import { toasts } from '../state/toasts.svelte';

/** Saves a dataset's ZIP where the native dialog says, and tells in a message where it is or why it is not. */
export async function download(name: string): Promise<void> {
  try {
    const path = await job.download(name);
    if (path) toasts.info(t('datasets.saved', { path }), { label: t('datasets.show'), run: () => show(path) });
  } catch (error) {
    const failure = toApiError(error);
    if (failure.code !== 'cancelled') toasts.error(`${t('datasets.download_failed')} ${failure.message}`);
  }
}

/** Opens the file manager at a saved file; when that fails, the message says why. */
export async function show(path: string): Promise<void> {
  try {
    await api.showInFolder(path);
  } catch (error) {
    toasts.error(toApiError(error).message);
  }
}
