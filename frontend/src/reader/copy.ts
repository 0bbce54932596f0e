import type { Detail, MessageView } from '../lib/api';
import { dateTime } from '../lib/format';
import { t } from '../lib/i18n/index.svelte';
import { sourceName } from '../lib/sources';
import { copyText } from '../state/clipboard';
import { toasts } from '../state/toasts.svelte';
import type { OpenConversation } from './conversation.svelte';
import { messageSource, transcript } from './transcript';
import { transcriptWords } from './words';

/** Copies a message as it was written, the whole of it even when only its beginning is in view. */
export function copyMessage(conversation: OpenConversation, message: MessageView): Promise<boolean> {
  const whole = message.truncated ? conversation.showAll(message.id) : Promise.resolve(message);
  return copyText(whole.then((found) => messageSource(found ?? message, transcriptWords())));
}

/** Copies every message of the branch in view as Markdown. */
export async function copyConversation(conversation: OpenConversation): Promise<void> {
  const { detail } = conversation;
  if (!detail) return;
  let n = 0;
  const text = conversation.everything().then((messages) => {
    n = messages.length;
    return transcript(detail.row.title, about(detail), messages, transcriptWords());
  });
  if (await copyText(text)) toasts.info(t('reader.copiedConversation', { n }));
}

/** A line about the conversation: source, date and model, as far as they are known. */
function about({ row }: Detail): string {
  return [sourceName(row.source), row.created_at && dateTime(row.created_at), row.model].filter(Boolean).join(' · ');
}
