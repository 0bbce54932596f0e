/** Characters that a line beside a title can need. */
const longest = 160;

/** The beginning of a text on one line. */
export function firstLine(text: string): string {
  return text.slice(0, 4 * longest).replace(/\s+/g, ' ').trim().slice(0, longest);
}

/** The beginning of a Markdown text on one line, without the signs that would only distract there. */
export function firstWords(markdown: string): string {
  return firstLine(markdown.slice(0, 8 * longest).replace(/^[ \t]*(?:#{1,6}|>|[-*+]) /gm, '').replace(/\*\*|__|`/g, ''));
}
