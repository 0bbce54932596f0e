/** Characters after which a piece of a long text may end. */
const enough = 6000;

/**
 * Cuts Markdown into pieces that can be rendered one after the other with the same result as the whole: behind a blank
 * line outside code, before a line that begins something new at the margin. A text with link definitions stays whole,
 * for they hold for all of it.
 */
export function pieces(text: string): string[] {
  if (text.length <= 2 * enough || /^ {0,3}\[[^\]\n]+\]:/m.test(text)) return [text];
  const found: string[] = [];
  let start = 0;
  let at = 0;
  let fence = '';
  let inner = false;
  let blank = false;
  for (const line of text.split('\n')) {
    if (fence === '' && blank && at - start >= enough && beginsAtMargin(line)) {
      found.push(text.slice(start, at));
      start = at;
    }
    const [, indent = '', mark = ''] = /^([\s>]*)(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === '') [fence, inner] = [mark, indent !== ''];
    else if (mark.startsWith(fence)) fence = '';
    else if (inner && /^[^\s>]/.test(line)) break; // code in a list or quotation that ends without a fence: what follows stays whole
    blank = line.trim() === '';
    at += line.length + 1;
  }
  return [...found, text.slice(start)];
}

/** Says whether a line stands at the margin and is no item of a list, so that it belongs to nothing above it. */
function beginsAtMargin(line: string): boolean {
  return /^\S/.test(line) && !/^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/.test(line);
}
