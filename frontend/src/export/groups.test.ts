import { expect, it } from 'vitest';
import type { ExportReport, Finding } from '../lib/api';
import { groupFindings } from './groups';

const finding = (code: string, level: Finding['level'], id: number): Finding => ({
  conversation_id: `c${id}`, id, title: '', code, level, turn: 0, message: '', values: [], message_id: '',
});
const report = (over: Partial<ExportReport>): ExportReport => ({
  dataset: 'tea', file_name: 'tea.jsonl', file_format: 'jsonl', data_format: 'standard', records: 0, bytes: 0,
  conversations: { selected: 0, exported: 0, left_out: 0 }, repaired: [], left_out: [], warnings: [],
  code_counts: {}, repaired_records: 0, left_out_records: 0, ready: [], truncated: false, ...over,
});

// What stops a training run must stand above what is merely good to know, however often that occurs.
it('puts the gravest first, then the most frequent', () => {
  const groups = groupFindings(
    report({ warnings: [finding('LONG', 'warn', 1), finding('DUPLICATE', 'info', 1), finding('DUPLICATE', 'info', 2),
      finding('MEDIA_TAG', 'warn', 1), finding('MEDIA_TAG', 'warn', 3), finding('TOOL_SCHEMA', 'stop', 4)] }),
    'warning',
  );
  expect(groups.map((group) => [group.code, group.count])).toEqual([
    ['TOOL_SCHEMA', 1], ['MEDIA_TAG', 2], ['LONG', 1], ['DUPLICATE', 2],
  ]);
});

// A report lists at most 10,000 findings; the number a person reads must be the true one, and not count another list's.
it('counts beyond a list that was cut', () => {
  const cut = report({ repaired: [finding('ORDER', 'drop', 1)], warnings: [finding('ORDER', 'drop', 2)],
    code_counts: { ORDER: 25000 }, truncated: true });
  expect(groupFindings(cut, 'repaired')[0]!.count).toBe(24999);
});

// Go sends an empty list as null when nobody made one; a clean export must not break the sheet.
it('takes null for no findings', () => {
  expect(groupFindings(report({ repaired: null as unknown as Finding[] }), 'repaired')).toEqual([]);
});
