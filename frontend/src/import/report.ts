import type { Counts, ImportReport, Problem } from '../lib/api';
import { number } from '../lib/format';
import { t } from '../lib/i18n/index.svelte';
import { sourceName } from '../lib/sources';

/** A number of the report with its name; the parts add up to what was found. */
export interface Part {
  key: Exclude<keyof Counts, 'found'>;
  label: string;
  count: number;
}

/** What the conversations that were found became: new, updated, unchanged, skipped, failed. */
export function partsOf(counts: Counts): Part[] {
  return [
    { key: 'new', label: t('import.new'), count: counts.new },
    { key: 'updated', label: t('import.updated'), count: counts.updated },
    { key: 'unchanged', label: t('import.unchanged'), count: counts.unchanged },
    { key: 'skipped', label: t('import.skipped'), count: counts.skipped },
    { key: 'failed', label: t('import.failed_count'), count: counts.failed },
  ];
}

/** The facts beside the conversations: messages, sub-agent runs, attachments; only those there are. */
export function factsOf(report: ImportReport): string[] {
  const facts: string[] = [];
  if (report.messages > 0) facts.push(t('import.messages', { n: report.messages }));
  if (report.sub_agents > 0) facts.push(t('import.sub_agents', { n: report.sub_agents }));
  if (report.attachments.kept > 0) facts.push(t('import.kept', { n: report.attachments.kept }));
  if (report.attachments.missing > 0) facts.push(t('import.missing', { n: report.attachments.missing }));
  return facts;
}

/** The record and block types that were not understood, the most frequent first. */
export function unknownOf(report: ImportReport): { kind: string; count: number }[] {
  return Object.entries(report.unknown ?? {})
    .map(([kind, count]) => ({ kind, count }))
    .sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind));
}

/** The name of a report's source, or that there are several. */
export function formatName(format: string): string {
  return format === 'mixed' ? t('import.mixed') : sourceName(format);
}

/** Where a problem is: the file, and the byte in it when that is known. */
export function placeOf(problem: Problem): string {
  return problem.offset < 0 ? problem.where : `${problem.where}, ${t('import.at_byte', { n: problem.offset })}`;
}

/** The whole report as plain text, to be kept or sent. */
export function reportText(report: ImportReport): string {
  return section(report).join('\n') + '\n';
}

function section(report: ImportReport): string[] {
  const facts = factsOf(report);
  const lines = [t('import.equation', { ...report.conversations })];
  if (facts.length > 0) lines.push(facts.join(' · '));
  if (report.path !== '') lines.unshift(`${report.path} (${formatName(report.format)})`);
  if (report.error) lines.push(`${t('import.stopped')}: ${report.error}`);
  lines.push(...problems(t('import.failed_list', { n: report.conversations.failed }), report.failed));
  lines.push(...problems(t('import.skipped_list', { n: report.conversations.skipped }), report.skipped));
  const unknown = unknownOf(report);
  if (unknown.length > 0) lines.push('', `${t('import.unknown')}:`, ...unknown.map(({ kind, count }) => `- ${kind}: ${number(count)}`));
  if (report.notes?.length) lines.push('', `${t('import.notes')}:`, ...report.notes.map((note) => `- ${note}`));
  if (report.files?.length > 1) for (const file of report.files) lines.push('', ...section(file));
  return lines;
}

function problems(title: string, list: Problem[] | null): string[] {
  if (!list?.length) return [];
  return ['', `${title}:`, ...list.map((one) => `- ${[one.title || one.id, placeOf(one), one.reason].filter(Boolean).join(' · ')}`)];
}
