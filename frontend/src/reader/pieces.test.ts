import { expect, it } from 'vitest';
import { makeRenderer } from './markdown';
import { pieces } from './pieces';

const renderer = makeRenderer({ done: '', open: '' });
const parts = [
  'A paragraph with **bold** and $x^2$.', '1. one\n\n   more of one\n2. two\n\n3. three', '```js\nlet a;\n\n\nlet b;\n```', '> quoted\n> ```\n>\n> code\n> ```',
  '- a\n\n  ```\n  in a list\n\n  x\n  ```\n- b', '|a|b|\n|-|-|\n|1|2|', '$$\nx\n$$', '    indented code\n\n    goes on',
];

// A long answer is rendered piece by piece, so that the window does not stand still: nothing may look different for it.
it('renders in pieces what it renders as a whole', () => {
  const text = Array.from({ length: 1200 }, (_, i) => parts[(i * 7 + Math.floor(i / 8)) % parts.length]).join('\n\n');
  const cut = pieces(text);
  expect(cut.length).toBeGreaterThan(3);
  expect(cut.join('')).toBe(text);
  const squeeze = (html: string) => html.replace(/\n+/g, '\n').trim();
  expect(squeeze(cut.map(renderer.written).join('\n'))).toBe(squeeze(renderer.written(text)));
});

// Code in a list that never ends, as in an answer that was cut off, leaves in doubt what is code: there nothing is cut.
it('cuts nothing behind code that ends with its list', () => {
  const text = '- a\n\n  ```\n  code\n\n' + 'A paragraph.\n\n'.repeat(3000);
  expect(pieces(text)).toHaveLength(1);
});

// A link may be defined at the end of the text.
it('leaves a text with link definitions whole', () => {
  expect(pieces('[a][r]\n\n'.repeat(3000) + '\n[r]: https://e.example')).toHaveLength(1);
});
