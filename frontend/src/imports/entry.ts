import { formatName } from '../import/report';
import type { Counts, ImportEntry, UndoReport } from '../lib/api';
import { outcomesOf } from '../lib/counts';
import { t } from '../lib/i18n/index.svelte';

/** What an import was of, in a line: the name of the first file or folder, and how many more. */
export function nameOf(entry: ImportEntry): string {
  if (entry.origin === 'samples') return t('imports.samples');
  const first = entry.paths[0];
  if (first === undefined) return t('imports.unknown');
  const name = first.split(/[\\/]/).findLast((part) => part !== '') ?? first;
  return entry.named > 1 ? t('imports.more', { first: name, n: entry.named - 1 }) : name;
}

/** The source of an import, whether a watched place brought it, and its number, in a line. */
export function aboutOf(entry: ImportEntry): string {
  const parts = entry.format === '' ? [] : [formatName(entry.format)];
  if (entry.origin === 'watched') parts.push(t('imports.watched'));
  return [...parts, t('imports.number', { n: entry.id })].join(' · ');
}

/** What became of the conversations of an import, in a line: only what there is to tell. */
export function resultOf(counts: Counts): string {
  const outcomes = outcomesOf(counts);
  return outcomes.length > 0 ? outcomes.join(t('shell.comma')) : t('imports.nothing');
}

/** True when an import has something to show in the list. */
export function hasConversations(entry: ImportEntry): boolean {
  return entry.state !== 'undone' && entry.conversations.new + entry.conversations.updated > 0;
}

/** What undoing an import would do, a sentence each. */
export function sentencesOf(report: UndoReport): string[] {
  const sentences: string[] = [];
  if (report.removed > 0) sentences.push(t('imports.undo_removed', { n: report.removed }));
  if (report.edited > 0) sentences.push(t('imports.undo_edited', { n: report.edited }));
  if (report.restored > 0) sentences.push(t('imports.undo_restored', { n: report.restored }));
  if (report.sub_agents > 0) sentences.push(t('imports.undo_runs', { n: report.sub_agents }));
  if (report.kept > 0) sentences.push(t('imports.undo_kept', { n: report.kept }));
  if (report.watched) sentences.push(t('imports.undo_watched'));
  if (report.removed + report.restored + report.sub_agents === 0) sentences.push(t('imports.undo_nothing'));
  return sentences;
}

/** What an undo did, in a line. */
export function undoneOf(report: UndoReport): string {
  const parts: string[] = [];
  if (report.removed > 0) parts.push(t('imports.undone_removed', { n: report.removed }));
  if (report.restored > 0) parts.push(t('imports.undone_restored', { n: report.restored }));
  if (report.kept > 0) parts.push(t('imports.undone_kept', { n: report.kept }));
  const what = parts.length > 0 ? parts.join(t('shell.comma')) : t('imports.undone_nothing');
  return [t('imports.undone', { n: report.import, what }), ...report.notes].join(' ');
}
