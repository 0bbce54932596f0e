/** A piece of a text, and whether it is what was searched for. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** Splits a snippet of the backend, in which each match stands between U+E000 and U+E001. */
export function snippetPieces(snippet: string): Piece[] {
  return snippet
    .split(/(\uE000[^\uE001]*\uE001?)/)
    .filter((text) => text !== '')
    .map((text) => ({ text: text.replace(/[\uE000\uE001]/g, ''), hit: text.startsWith('\uE000') }))
    .filter((piece) => piece.text !== '');
}

/** Splits a text around every place where the query stands in it, ignoring case. */
export function queryPieces(text: string, query: string): Piece[] {
  const wanted = query.trim();
  if (wanted === '') return [{ text, hit: false }];
  const pattern = new RegExp(`(${wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')})`, 'giu');
  return text
    .split(pattern)
    .map((piece, i) => ({ text: piece, hit: i % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
