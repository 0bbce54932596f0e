/** Characters that a line beside a title can need. */
const longest = 160;

/** The beginning of a text on one line. */
export function firstLine(text: string): string {
  return text.slice(0, 4 * longest).replace(/\s+/g, ' ').trim().slice(0, longest);
}
