import type { MessageView, Row } from '../lib/api';
import { t } from '../lib/i18n/index.svelte';
import type { TranscriptWords } from './transcript';

/** Who speaks, in a word. In a run that a program started nobody typed: what comes in is called so. */
export function roleName(message: MessageView, row?: Row): string {
  const isRun = row !== undefined && (row.parent_id !== 0 || (row.type === 'graph' && message.agent_name !== ''));
  if (message.role === 'user' && isRun) return t('reader.input');
  if (message.role === 'tool') return t('reader.resultOf', { name: toolName(message.name) });
  return { user: t('reader.you'), assistant: t('reader.assistant'), system: t('reader.system') }[message.role];
}

/** The name of a tool, or words for one that has none. */
export function toolName(name: string): string {
  return name === '' ? t('reader.nameless') : name;
}

/** The words of a transcript in the language of the window. */
export function transcriptWords(): TranscriptWords {
  return {
    role: { user: t('reader.you'), assistant: t('reader.assistant'), system: t('reader.system'), tool: t('reader.tool') },
    reasoning: t('reader.reasoning'),
    call: (name) => t('reader.calls', { name: toolName(name) }),
    result: (name) => t('reader.resultOf', { name: toolName(name) }),
    failed: t('reader.failed'),
    missing: t('reader.missingFile'),
  };
}
