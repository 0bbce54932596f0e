import { api } from '../lib/api';
import { toApiError } from '../lib/errors';
import { t } from '../lib/i18n/index.svelte';
import { toasts } from './toasts.svelte';

/** Puts text on the clipboard; says so when that fails. Answers whether it worked. */
export async function copyText(text: string | Promise<string>): Promise<boolean> {
  try {
    await api.copyText(await text);
    return true;
  } catch (cause) {
    toasts.error(t('shell.copyFailed', { reason: toApiError(cause).message }));
    return false;
  }
}
