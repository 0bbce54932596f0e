/** Texts of more characters than this are not laid out as Markdown: it would hold up the window. */
const maxCharacters = 400_000;

/** Signs of one paragraph beyond which the search for their partners, which grows with their square, takes too long. */
const maxSigns = 2000;

/** Says whether text is too long, or one of its paragraphs too tangled, to be laid out as Markdown without a wait. */
export function isTooHeavy(text: string): boolean {
  if (text.length > maxCharacters) return true;
  let signs = 0;
  let fence = '';
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
    if (fence !== '') {
      if (mark.startsWith(fence)) fence = '';
      continue;
    }
    if (mark !== '') fence = mark;
    if (mark !== '' || startsAnew(line)) signs = 0;
    signs += countSigns(line);
    if (signs > maxSigns) return true;
  }
  return false;
}

/** Says whether the signs of this line have no partners in the lines above: a blank line, a list item or a row of a table. */
function startsAnew(line: string): boolean {
  return /^\s*(?:$|\||[-*+] |\d+[.)] )/.test(line);
}

/** Counts the signs of Markdown in a line; a tilde, the dearest, counts three times. */
function countSigns(line: string): number {
  let signs = 0;
  for (const sign of line.match(/[*_~`$<[\\@]/g) ?? []) signs += sign === '~' ? 3 : 1;
  return signs;
}
