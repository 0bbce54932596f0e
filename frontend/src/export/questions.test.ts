// Why: a dataset's recipe tells what was chosen, so that a person can make it again; what was left as usual would only
// hide that.
import { expect, it } from 'vitest';
import type { ExportOptions } from '../lib/api';
import { answersOf } from './questions';

const options: ExportOptions = { dataset: 'tea', file_name: '', file_format: 'jsonl', data_format: 'openai', as_recorded: false };

it('says nothing of what was left as usual', () => expect(answersOf(options)).toEqual([]));

it('says each further choice in words', () => {
  const all: ExportOptions = {
    ...options, reasoning: 'omit', system: 'replace', system_text: 'Be brief.', max_tokens: 2048, tokenizer: 'cl100k_base', over: 'cut', mistral_ids: true,
    attachment_text: true, spoken: 'inline', duplicates: 'leave_out', compression: 'zstd',
  };
  expect(answersOf(all).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'What a model thought: Leave it out',
    'What is said beside a call: Before it, and the call in <tool_call>',
    'System prompts: Replace in every record',
    'Same messages as an earlier record: Leave out',
    'Packed by: zstd, a fifth smaller',
    'The system prompt to put in: Be brief.',
    'Longest record, in tokens: 2,048',
    'Counted with: cl100k_base',
    'What is longer: Cut it after the last answer that fits',
    'Ids of calls as Mistral wants them: Nine letters and digits.',
    'Text of attachments: Where a source extracted it, in place of the attachment.',
  ]);
});
