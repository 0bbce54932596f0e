import type { Counts } from './api';
import { t } from './i18n/index.svelte';

/** What became of the conversations, in words: only what there is to tell. */
export function outcomesOf(counts: Counts): string[] {
  const parts: string[] = [];
  if (counts.new > 0) parts.push(t('shell.importedNew', { n: counts.new }));
  if (counts.updated > 0) parts.push(t('shell.importedUpdated', { n: counts.updated }));
  if (counts.unchanged > 0) parts.push(t('shell.importedUnchanged', { n: counts.unchanged }));
  if (counts.skipped > 0) parts.push(t('shell.importedSkipped', { n: counts.skipped }));
  if (counts.failed > 0) parts.push(t('shell.importedFailed', { n: counts.failed }));
  return parts;
}
