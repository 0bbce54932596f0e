import { describe, expect, it } from 'vitest';
import { layOut, layOutPage, type Layout } from './json';

const all = { maxLines: 1000, maxString: 1000 };
const text = (page: Layout) =>
  page.lines.map((line) => '  '.repeat(line.depth) + line.pieces.map((piece) => piece.text).join('')).join('\n');

describe('a record laid out', () => {
  // The page says "as they will be written": JSON.parse would round the number, and move the key "2" before "b".
  it('keeps numbers, key order and escapes as they stand', () => {
    const record = '{"b":12345678901234567890,"2":1.0,"t":"a\\u2028\\"b\\\\","e":[],"n":[{},null]}';
    expect(text(layOut(record, all))).toBe(
      '{\n  "b": 12345678901234567890,\n  "2": 1.0,\n  "t": "a\\u2028\\"b\\\\",\n  "e": [],\n  "n": [\n    {},\n    null\n  ]\n}',
    );
  });

  // A message takes one line and not four: what one wants to see is the turns, one under the other.
  it('keeps what holds nothing else on one line', () => {
    expect(text(layOut('{"messages":[{"role":"user","content":"a, b"},{"role":"assistant","tags":[1,2]}]}', all))).toBe(
      '{\n  "messages": [\n    {"role": "user", "content": "a, b"},\n    {\n      "role": "assistant",\n      "tags": [1, 2]\n    }\n  ]\n}',
    );
  });

  // Brackets and colons inside of text must not be taken for structure.
  it('leaves text alone', () => {
    const page = layOut('{"content":"{\\"name\\": [1], x}"}', all);
    expect(page.lines.map((line) => line.pieces.map((piece) => piece.kind))).toEqual([['mark', 'key', 'mark', 'string', 'mark']]);
  });

  // One conversation of a million lines must not freeze the window; what is not shown is counted.
  it('stops at the line it was told and counts the rest', () => {
    const page = layOut('[[1],[2],[3],[4],[5]]', { maxLines: 3, maxString: 10 });
    expect(text(page)).toBe('[\n  [1],\n  [2],');
    expect(page.more).toBe(4);
  });

  // A pasted book in one string likewise; half an emoji or half an escape would show as rubbish.
  it('shortens long strings and says by how much', () => {
    const [line] = layOut('"abcdef😀"', { maxLines: 9, maxString: 7 }).lines;
    expect(line!.pieces).toEqual([
      { kind: 'string', text: '"abcdef…"' },
      { kind: 'cut', text: '1' },
    ]);
    expect(layOut('"abc\\u00e9"', { maxLines: 9, maxString: 6 }).lines[0]!.pieces[0]!.text).toBe('"abc…"');
  });

  // A damaged file must show what it holds and not throw in the window.
  it('shows what is not JSON as far as it goes', () => {
    expect(text(layOut('{"a": nope, "b', all))).toContain('nope');
    expect(text(layOut('', all))).toBe('');
    expect(text(layOut(']]', all))).toContain(']');
  });
});

// A page is for reading: with its line breaks escaped, nobody could tell what the file will look like.
it('lays out a page as the file it becomes, counts the lines beyond, and cuts a long one', () => {
  const page = layOutPage(JSON.stringify({ file: 'tea.md', text: '# Tea\n\n"Sencha"' + '!'.repeat(5) + '\nlast' }), { maxLines: 3, maxString: 10 });
  expect(text(page)).toBe('tea.md\n# Tea\n\n"Sencha"!!…3');
  expect(page.more).toBe(1);
});
