/** A coloured piece of a line. Text is shown as text, never as HTML. */
export interface Piece {
  kind: 'key' | 'string' | 'number' | 'word' | 'mark' | 'cut';
  text: string;
}

/** One line of a record laid out for reading: how deep it is indented, and its pieces. */
export interface Line {
  depth: number;
  pieces: Piece[];
}

/** A record laid out for reading. */
export interface Layout {
  lines: Line[];
  /** Lines that were not laid out because `maxLines` was reached. */
  more: number;
}

/** How much of a record is laid out. */
export interface Limits {
  maxLines: number;
  /** Characters of one string that are shown; the rest is replaced by a piece of kind `cut` that holds their number. */
  maxString: number;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/**
 * Lays out compact JSON text and keeps every character of it as it stands: no number is rounded, no key moves, no escape
 * changes. (JSON.parse and JSON.stringify would do all three.) An object or array that holds no other one stays on one
 * line. Text that is not JSON is laid out as far as it goes.
 */
export function layOut(json: string, limits: Limits): Layout {
  const page = new Page(limits);
  const tokens = json.match(token) ?? [];
  let flatEnd = -1; // the last token of the object or array that is being written on one line
  for (let i = 0; i < tokens.length; i++) {
    const text = tokens[i]!;
    const flat = i <= flatEnd;
    if (text === '{' || text === '[') {
      flatEnd = endOfFlat(tokens, i);
      if (flatEnd > i) page.write('mark', text);
      else page.open(text);
    } else if (text === '}' || text === ']') {
      if (flat) page.write('mark', text);
      else page.close(text);
    } else if (text === ',') {
      if (flat && i < flatEnd) page.write('mark', ', ');
      else page.comma();
    } else if (text === ':') page.write('mark', ': ');
    else page.write(kindOf(text, tokens[i + 1]), text);
  }
  return page.done();
}

/** Lays out a record of the data format "markdown" as the page it becomes: the name of its file, and its text. */
export function layOutPage(json: string, { maxLines, maxString }: Limits): Layout {
  const { file, text } = JSON.parse(json) as { file: string; text: string };
  const all = text.split('\n');
  const lines = all.slice(0, maxLines).map((line) => ({ depth: 0, pieces: shortened(line, maxString) }));
  return { lines: [{ depth: 0, pieces: [{ kind: 'key', text: file }] }, ...lines], more: Math.max(0, all.length - maxLines) };
}

/** A line of a page as pieces, cut when it is too long. */
function shortened(line: string, length: number): Piece[] {
  const over = line.length - length;
  if (over <= 0) return [{ kind: 'string', text: line }];
  return [{ kind: 'string', text: `${line.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…` }, { kind: 'cut', text: String(over) }];
}

/** The most tokens that an object or array on one line may have. */
const flatTokens = 120;

/** The place of the bracket that closes the one at `open`, when no other opens between them; else -1. */
function endOfFlat(tokens: string[], open: number): number {
  for (let i = open + 1; i < tokens.length && i < open + flatTokens; i++) {
    const text = tokens[i];
    if (text === '}' || text === ']') return i;
    if (text === '{' || text === '[') return -1;
  }
  return -1;
}

/** Says what colour a token has; a string before a colon is a key. */
function kindOf(text: string, next: string | undefined): Piece['kind'] {
  if (text[0] === '"') return next === ':' ? 'key' : 'string';
  return /^-?\d/.test(text) ? 'number' : 'word';
}

/** The lines written so far. */
class Page {
  private lines: Line[] = [{ depth: 0, pieces: [] }];
  private depth = 0;
  private more = 0;

  constructor(private readonly limits: Limits) {}

  write(kind: Piece['kind'], text: string): void {
    if (this.more > 0) return;
    const line = this.lines[this.lines.length - 1]!;
    const over = kind === 'string' ? text.length - 2 - this.limits.maxString : 0;
    if (over <= 0) {
      line.pieces.push({ kind, text });
      return;
    }
    line.pieces.push({ kind, text: cutAt(text, this.limits.maxString + 1) + '…"' }, { kind: 'cut', text: String(over) });
  }

  open(text: string): void {
    this.write('mark', text);
    this.depth++;
    this.breakLine();
  }

  close(text: string): void {
    this.depth = Math.max(0, this.depth - 1);
    this.breakLine();
    this.write('mark', text);
  }

  comma(): void {
    this.write('mark', ',');
    this.breakLine();
  }

  done(): Layout {
    return { lines: this.lines, more: this.more };
  }

  private breakLine(): void {
    if (this.lines.length >= this.limits.maxLines) this.more++;
    else this.lines.push({ depth: this.depth, pieces: [] });
  }
}

/** Cuts a JSON string at length without splitting a surrogate pair or an escape. */
function cutAt(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$|\\(u[0-9a-f]{0,3})?$/i, '');
}
