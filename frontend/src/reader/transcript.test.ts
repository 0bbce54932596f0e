import { expect, it } from 'vitest';
import { message } from './testdata';
import { messageSource, transcript, type TranscriptWords } from './transcript';

const words: TranscriptWords = {
  role: { user: 'You', assistant: 'Assistant', system: 'System prompt', tool: 'Tool' },
  reasoning: 'Reasoning', call: (name) => `Calls ${name}`, result: (name) => `Result of ${name}`, failed: 'Failed', missing: 'not in the export',
};

// What one pastes elsewhere must hold everything that the reader shows, in order.
it('writes a conversation as Markdown', () => {
  const text = transcript('Tea\n# time', 'ChatGPT', [
    message('u', 'user', { content: 'How hot?', attachments: [{ name: 'a`b.png', mime: 'image/png', size: 1, hash: '', missing: true, text: '' }] }),
    message('a', 'assistant', { content: '', model: 'gpt-4o', reasoning: 'one\ntwo', tool_calls: [{ id: '1', name: 'look', arguments: '{"a":1}' }] }),
    message('t', 'tool', { name: 'look', content: '70', is_error: true }),
  ], words);
  expect(text).toBe(
    "# Tea # time\n\nChatGPT\n\n## You\n\nHow hot?\n\n- `a'b.png` (not in the export)\n\n## Assistant (gpt-4o)\n\n> **Reasoning**\n>\n> one\n> two\n\n" +
      '**Calls look**\n\n```json\n{"a":1}\n```\n\n## Result of look – Failed\n\n```\n70\n```\n',
  );
});

// A result that holds a fence itself must not end the one around it.
it('fences with more backticks than the text has', () => {
  expect(transcript('T', '', [message('t', 'tool', { name: 'x', content: 'a\n````\nb' })], words)).toContain('`````\na\n````\nb\n`````');
});

// The copy of one message is its text, not a transcript; a message of calls only copies those.
it('copies a message as it was written', () => {
  expect(messageSource(message('a', 'assistant', { content: '**x**' }), words)).toBe('**x**');
  expect(messageSource(message('a', 'assistant', { content: '', tool_calls: [{ id: '1', name: 'f', arguments: '{}' }] }), words)).toBe('**Calls f**\n\n```json\n{}\n```');
});
