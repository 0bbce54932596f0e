import type { MarkedExtension, TokenizerAndRendererExtension, Tokens } from 'marked';

/** A formula found in a text: what it is made of there, its TeX source, and whether it stands by itself. */
export interface Formula {
  raw: string;
  tex: string;
  display: boolean;
}

/** Formulas of more characters than this are shown as they are written; also how far a lone opening mark searches. */
const maxTex = 4000;

const pairs = [
  { open: '$$', close: '$$', display: true },
  { open: '\\[', close: '\\]', display: true },
  { open: '\\(', close: '\\)', display: false },
];

/** A dollar, TeX that neither begins nor ends with a blank, and a dollar that no letter or digit follows (pandoc's rule). */
const dollars = /^\$(?![\s$])((?:\\[^\n]|[^\\$`\n]|\n(?![ \t]*\n))*)(?<!\s)\$(?![\p{L}\p{N}$])/u;

/** Finds the formula at the very start of text. */
function formulaAt(text: string): Formula | null {
  if (text[0] !== '$' && text[0] !== '\\') return null;
  const near = text.slice(0, maxTex + 4);
  for (const { open, close, display } of pairs) {
    if (!near.startsWith(open)) continue;
    const end = near.indexOf(close, open.length);
    const tex = near.slice(open.length, end);
    if (end < 0 || !tex.trim() || /\n[ \t]*\n/.test(tex) || (open === '\\[' && isPlainWords(tex))) return null;
    return { raw: near.slice(0, end + close.length), tex: tex.trim(), display };
  }
  const found = dollars.exec(near);
  return found && !readsAsProse(found[1]!) ? { raw: found[0], tex: found[1]!, display: false } : null;
}

/** Says whether brackets with backslashes hold words, as in an escaped "\[1\]", and no formula. */
function isPlainWords(text: string): boolean {
  return /^[\p{L}\p{N}\s,.:;'’-]*$/u.test(text);
}

/** Says whether what stands between two dollars is a price or a sentence: words, and no sign of TeX. */
function readsAsProse(text: string): boolean {
  if (/[\\^_{}=<>+*|]/.test(text)) return false;
  return /^[\d.,]/.test(text) ? /\p{L}{2}/u.test(text) : /[\s/]\p{L}{3}|\p{L}{3}\s|['’]\p{L}/u.test(text);
}

/** The first of several places; undefined when all are -1, as marked wants it. */
function first(...places: number[]): number | undefined {
  const found = places.filter((at) => at >= 0);
  return found.length > 0 ? Math.min(...found) : undefined;
}

/** Finds mark in text, at or after from, where what stands right before it fits. (A search by RegExp alone takes seconds on a long text.) */
function find(text: string, mark: string, before: RegExp, from = 0): number {
  let at = text.indexOf(mark, from);
  while (at >= 0 && !before.test(text.slice(Math.max(0, at - 4), at))) at = text.indexOf(mark, at + 1);
  return at;
}

/** Where a formula may start within a line: \(, \[, or a dollar behind no letter, digit, dollar or backslash ("US$5", "\$"). */
function nextInLine(text: string, from = 0): number | undefined {
  const free = /(?<![\\\p{L}\p{N}$])$/u;
  return first(find(text, '$', free, from), text.indexOf('\\(', from), text.indexOf('\\[', from));
}

/** Where a formula may start a block: at the start of a line. */
function nextBlock(text: string): number | undefined {
  const lineStart = /\n {0,3}$/;
  return first(find(text, '$$', lineStart), find(text, '\\[', lineStart));
}

/** Writes text so that HTML reads it back as the same text. */
export function escapeHTML(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

const inLine: TokenizerAndRendererExtension = {
  name: 'formula',
  level: 'inline',
  start: (src) => nextInLine(src),
  tokenizer(src): Tokens.Generic | undefined {
    const found = formulaAt(src);
    return found ? { type: 'formula', ...found } : undefined;
  },
  renderer: ({ tex, display }) => `<span class="${display ? 'formula display' : 'formula'}">${escapeHTML(tex)}</span>`,
};

const asBlock: TokenizerAndRendererExtension = {
  name: 'formulaBlock',
  level: 'block',
  start: nextBlock,
  tokenizer(src): Tokens.Generic | undefined {
    const indent = /^ {0,3}/.exec(src)![0];
    const found = formulaAt(src.slice(indent.length));
    if (!found?.display) return undefined;
    const after = /^[ \t]*(?:\n+|$)/.exec(src.slice(indent.length + found.raw.length));
    return after ? { type: 'formulaBlock', ...found, raw: indent + found.raw + after[0] } : undefined;
  },
  renderer: ({ tex }) => `<div class="formula display">${escapeHTML(tex)}</div>\n`,
};

/**
 * The formulas of a text, for marked. They leave it as elements of class "formula" that hold their TeX as plain text;
 * they are typeset later, in the page, when they come into view.
 */
export function formulas(): MarkedExtension {
  return { extensions: [asBlock, inLine], hooks: { emStrongMask: maskFormulas } };
}

/** Hides formulas from the search for emphasis, so that the stars and underscores in them stay TeX's. */
function maskFormulas(text: string): string {
  let masked = '';
  let done = 0;
  for (let at = nextInLine(text); at !== undefined; at = nextInLine(text, done)) {
    const found = formulaAt(text.slice(at, at + maxTex + 4));
    const end = at + (found ? found.raw.length : 1);
    masked += text.slice(done, at) + (found ? 'a'.repeat(found.raw.length) : text[at]);
    done = end;
  }
  return masked + text.slice(done);
}
