// Why: marks show why a row was found; a query with signs of a pattern, or a broken snippet, must not lose text.
import { expect, it } from 'vitest';
import { queryPieces, snippetPieces } from './marks';

const join = (pieces: { text: string; hit: boolean }[]) => pieces.map((p) => (p.hit ? `[${p.text}]` : p.text)).join('');

it('marks every match of a snippet', () => {
  expect(join(snippetPieces('a \uE000tea\uE001 b \uE000Tea\uE001'))).toBe('a [tea] b [Tea]');
});

it('keeps the text of a snippet that was cut inside a match', () => {
  expect(join(snippetPieces('a \uE000te'))).toBe('a [te]');
});

it('marks a query in a title, ignoring case, in any script', () => {
  expect(join(queryPieces('Sencha: TEA tea', ' tea '))).toBe('Sencha: [TEA] [tea]');
  expect(join(queryPieces('数据库迁移', '迁'))).toBe('数据库[迁]移');
});

it('takes signs of a pattern as they are', () => {
  expect(join(queryPieces('C++ (a|b) [x] \\d{4}-\\d', 'C++'))).toBe('[C++] (a|b) [x] \\d{4}-\\d');
  expect(join(queryPieces('^\\d{4}-\\d{2}$', '\\d{4}-'))).toBe('^[\\d{4}-]\\d{2}$');
});
