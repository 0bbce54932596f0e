import { api, type AttachmentView } from '../lib/api';
import { toApiError } from '../lib/errors';
import { t } from '../lib/i18n/index.svelte';
import { toasts } from '../state/toasts.svelte';

/** Says whether an attachment is a picture that can be shown. SVG is a document, not a picture: it is only saved. */
export function isPicture(file: AttachmentView): boolean {
  return !file.missing && /^[0-9a-f]{64}$/.test(file.hash) && /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/.test(file.mime);
}

/** Saves an attachment where the native dialog says, and says where that was. */
export async function saveFile(file: AttachmentView): Promise<void> {
  try {
    const path = await api.saveAttachment(file.hash, file.name);
    if (path !== '') toasts.info(t('reader.savedFile', { path }));
  } catch (cause) {
    toasts.error(toApiError(cause).message);
  }
}
