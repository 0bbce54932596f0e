import type { AttachmentView, MessageView, ToolCallView } from '../lib/api';

/** The words a transcript is written with, in the language of the window. */
export interface TranscriptWords {
  role: Record<MessageView['role'], string>;
  reasoning: string;
  call: (name: string) => string;
  result: (name: string) => string;
  failed: string;
  missing: string;
}

/** Writes a message as Markdown: who speaks, what was thought, said and called, and which files came with it. */
function messageMarkdown(message: MessageView, words: TranscriptWords): string {
  const parts = [`## ${speaker(message, words)}`];
  if (message.reasoning !== '') parts.push(`> **${words.reasoning}**\n>\n${quote(message.reasoning)}`);
  if (message.content !== '') parts.push(message.role === 'tool' ? fence(message.content) : message.content);
  for (const call of message.tool_calls) parts.push(callMarkdown(call, words));
  for (const file of message.attachments) parts.push(`- ${fileName(file)}${file.missing ? ` (${words.missing})` : ''}`);
  return parts.join('\n\n');
}

/** Writes a conversation as Markdown: its title, a line about it, and every message. */
export function transcript(title: string, about: string, messages: MessageView[], words: TranscriptWords): string {
  const head = [`# ${oneLine(title)}`, ...(about === '' ? [] : [about])];
  return [...head, ...messages.map((message) => messageMarkdown(message, words))].join('\n\n') + '\n';
}

/** What a message says, as it was written: for a copy of this one message. */
export function messageSource(message: MessageView, words: TranscriptWords): string {
  if (message.content !== '') return message.content;
  return message.tool_calls.map((call) => callMarkdown(call, words)).join('\n\n');
}

function speaker(message: MessageView, words: TranscriptWords): string {
  const name = message.role === 'tool' ? words.result(message.name) : words.role[message.role];
  const who = message.agent_name === '' ? name : `${name} – ${message.agent_name}`;
  const model = message.model === '' ? '' : ` (${message.model})`;
  return oneLine(who + model + (message.is_error ? ` – ${words.failed}` : ''));
}

function callMarkdown(call: ToolCallView, words: TranscriptWords): string {
  return `**${oneLine(words.call(call.name))}**\n\n${fence(call.arguments, 'json')}`;
}

function fileName(file: AttachmentView): string {
  return `\`${oneLine(file.name).replace(/`/g, "'")}\``;
}

/** Fences text with more backticks than it has in a row, so that nothing in it ends the fence. */
function fence(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${language}\n${text.replace(/\n$/, '')}\n${marks}`;
}

function quote(text: string): string {
  return text.replace(/^/gm, '> ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
