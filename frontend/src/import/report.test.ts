// Why: the report is the proof that no conversation was lost; it must add up, name every problem, and survive being copied.
import { expect, it } from 'vitest';
import type { ImportReport, Problem } from '../lib/api';
import { factsOf, partsOf, placeOf, reportText, unknownOf } from './report';

const report = (over: Partial<ImportReport> = {}): ImportReport => ({
  id: 1, path: '', format: 'chatgpt', conversations: { found: 10, new: 4, updated: 3, unchanged: 1, skipped: 1, failed: 1 }, sub_agents: 0,
  messages: 20, attachments: { kept: 0, missing: 0 }, skipped: [], failed: [], unknown: {}, notes: [], error: '', cancelled: false, files: [], ...over,
});
const problem = (over: Partial<Problem> = {}): Problem => ({ where: 'a.zip › conversations.json', offset: 4711, id: 'c1', title: '', reason: 'the JSON is cut off', ...over });

it('shows the parts in an order that adds up to what was found', () => {
  const parts = partsOf(report().conversations);
  expect(parts.map((part) => part.key)).toEqual(['new', 'updated', 'unchanged', 'skipped', 'failed']);
  expect(parts.reduce((sum, part) => sum + part.count, 0)).toBe(10);
});

it('tells of attachments and sub-agents only when there are some', () => {
  expect(factsOf(report())).toEqual(['20 messages']);
  expect(factsOf(report({ sub_agents: 1, attachments: { kept: 2, missing: 3 } }))).toEqual([
    '20 messages', '1 sub-agent run', '2 attachments kept', '3 attachments not in the export',
  ]);
});

it('names the byte only when it is known', () => {
  expect(placeOf(problem())).toBe('a.zip › conversations.json, byte 4,711');
  expect(placeOf(problem({ offset: -1 }))).toBe('a.zip › conversations.json');
});

it('puts the most frequent unknown kind first', () => {
  expect(unknownOf(report({ unknown: { b: 1, a: 1, c: 9 } })).map((one) => one.kind)).toEqual(['c', 'a', 'b']);
});

it('copies everything that a person needs to act', () => {
  const text = reportText(
    report({
      failed: [problem({ title: 'Tea' })], skipped: [problem({ reason: 'it has no messages', offset: -1 })], unknown: { 'role:critic': 2 },
      notes: ['3 times were guessed'], error: 'the archive is damaged',
    }),
  );
  expect(text).toBe(
    [
      '10 found = 4 new + 3 updated + 1 unchanged + 1 skipped + 1 failed',
      '20 messages',
      'Reading stopped early: the archive is damaged',
      '',
      '1 conversation could not be read:',
      '- Tea · a.zip › conversations.json, byte 4,711 · the JSON is cut off',
      '',
      '1 conversation skipped:',
      '- c1 · a.zip › conversations.json · it has no messages',
      '',
      'Kinds that Loquat does not know yet:',
      '- role:critic: 2',
      '',
      'Notes:',
      '- 3 times were guessed',
      '',
    ].join('\n'),
  );
});

it('copies a section for each file when there are several', () => {
  const files = [report({ path: '/a.zip' }), report({ path: '/b', format: 'mag' })];
  const text = reportText(report({ format: 'mixed', files }));
  expect(text).toContain('/a.zip (ChatGPT)\n');
  expect(text).toContain('/b (MAG)\n');
});

it('takes null for lists that the backend left out', () => {
  const bare = report({ skipped: null, failed: null, unknown: null, notes: null, files: null } as unknown as Partial<ImportReport>);
  expect(reportText(bare)).toContain('10 found');
});
