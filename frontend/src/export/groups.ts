import type { ExportReport, Finding } from '../lib/api';

/** What an export does about a finding. */
export type Outcome = 'repaired' | 'left_out' | 'warning';

/** Findings of one code, with how often that code was found. */
export interface FindingGroup {
  code: string;
  level: Finding['level'];
  findings: Finding[];
  /** How often the code was found under this outcome; more than `findings` holds when the report was cut. */
  count: number;
}

const levels: Record<Finding['level'], number> = { stop: 0, drop: 1, warn: 2, info: 3 };

/** The findings of a report with that outcome, gathered by code: the gravest first, then the most frequent. */
export function groupFindings(report: ExportReport, outcome: Outcome): FindingGroup[] {
  const list = findingsOf(report, outcome);
  const groups = new Map<string, FindingGroup>();
  for (const finding of list) {
    const group = groups.get(finding.code);
    if (group) group.findings.push(finding);
    else groups.set(finding.code, { code: finding.code, level: finding.level, findings: [finding], count: 0 });
  }
  for (const group of groups.values()) group.count = wholeCount(report, outcome, group);
  return [...groups.values()].sort(
    (a, b) => levels[a.level] - levels[b.level] || b.count - a.count || a.code.localeCompare(b.code),
  );
}

/** The findings of a report with that outcome; a report of an export that found nothing may hold null. */
function findingsOf(report: ExportReport, outcome: Outcome): Finding[] {
  if (outcome === 'repaired') return report.repaired ?? [];
  return (outcome === 'left_out' ? report.left_out : report.warnings) ?? [];
}

/**
 * How often a group's code was found. `code_counts` counts a code over all three lists, so it is the whole count only
 * for a code that stands in one list; otherwise what is listed is what is known.
 */
function wholeCount(report: ExportReport, outcome: Outcome, group: FindingGroup): number {
  if (!report.truncated) return group.findings.length;
  const others = (['repaired', 'left_out', 'warning'] as const).filter((other) => other !== outcome);
  const elsewhere = others.reduce(
    (sum, other) => sum + findingsOf(report, other).filter((finding) => finding.code === group.code).length,
    0,
  );
  return Math.max(group.findings.length, (report.code_counts?.[group.code] ?? 0) - elsewhere);
}
