import { Marked } from 'marked';
import { beforeEach, describe, expect, it } from 'vitest';
import { anchored } from './anchored';
import { isTooHeavy } from './heavy';
import { makeRenderer } from './markdown';

const renderer = makeRenderer({ done: 'Done', open: 'To do' });

/** Renders text as a model's and puts it into the page, as the reader does. */
function show(text: string, kind: 'written' | 'typed' = 'written'): HTMLElement {
  document.body.innerHTML = renderer[kind](text);
  return document.body;
}

beforeEach(() => {
  document.body.innerHTML = '';
});

describe('what a model wrote', () => {
  // Real answers mix these in one text; a broken one shows as signs instead of structure.
  it('renders structure, tables, tasks and code', () => {
    const page = show('**b** and `c`\n\n- [x] one\n- [ ] two\n\n|a|b|\n|-|-:|\n|1|2|\n\n```py\nprint("<b>")\n```');
    expect(page.querySelector('strong')?.textContent).toBe('b');
    expect([...page.querySelectorAll('.task')].map((task) => task.getAttribute('aria-label'))).toEqual(['Done', 'To do']);
    expect(page.querySelector('.table td[align="right"]')?.textContent).toBe('2');
    expect(page.querySelector('pre code.language-py')?.textContent).toBe('print("<b>")\n');
  });

  // Services show single line breaks as breaks; a poem or an address must not run together.
  it('keeps single line breaks', () => {
    expect(show('one\ntwo').querySelectorAll('br')).toHaveLength(1);
  });

  // The outline of the page is the window's: 2 for the conversation, 3 for who speaks, and no level is left out.
  it('puts headings below those of the window without a gap', () => {
    const levels = [...show('### deep\n\n# top\n\n###### deepest').querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => h.tagName);
    expect(levels).toEqual(['H4', 'H4', 'H5']);
    expect(show('# again').querySelector('h4')?.className).toBe('depth-1');
  });

  // Messages about HTML are common: a tag in one is a word, and Markdown inside it is still Markdown.
  it('shows raw HTML as text', () => {
    const page = show('Use <div class="x">**bold**</div> and <br> here');
    expect(page.textContent).toContain('<div class="x">bold</div>');
    expect(page.querySelector('strong')).not.toBeNull();
  });

  // Nothing may be loaded from elsewhere, and still the reader must be able to see what was there.
  it('shows stored pictures and makes links of others', () => {
    const stored = `/files/${'0a'.repeat(32)}`;
    const page = show(`![mine](${stored}) ![theirs](https://e.example/p.png) ![odd](file:///etc/passwd)`);
    expect([...page.querySelectorAll('img')].map((img) => img.getAttribute('src'))).toEqual([stored]);
    expect(page.querySelector('a.remote')?.getAttribute('href')).toBe('https://e.example/p.png');
    expect(page.textContent).toContain('odd');
  });
});

describe('what a person typed', () => {
  // A pasted config, a name like __init__ or a list typed by hand must stay as it was typed.
  it('leaves signs, indents and lines alone', () => {
    const text = '# not a heading\n- a\n  - b\n__init__ *x* 1. y\n\n    indented <b>';
    expect(show(text, 'typed').querySelectorAll('h1,h4,ul,strong,em,pre,b')).toHaveLength(0);
    expect([...document.querySelectorAll('p')].map((p) => p.textContent).join('\n\n')).toBe(text);
  });

  // Fences and links are what people do type as Markdown.
  it('keeps fences, code and links', () => {
    const page = show('see `x` at https://e.example/a\n```js\nlet a;\n```\nafter', 'typed');
    expect(page.querySelector('pre code')?.textContent).toBe('let a;\n');
    expect(page.querySelector('a')?.getAttribute('href')).toBe('https://e.example/a');
    expect([...page.querySelectorAll('p')].at(-1)?.textContent).toBe('after');
  });
});

describe('text too heavy for Markdown', () => {
  // The search for partners grows with the square of the signs: a hostile 100 kB paragraph took a minute.
  it('is shown as plain text', () => {
    const text = '~a~~ '.repeat(5000);
    expect(isTooHeavy(text)).toBe(true);
    expect(show(text).querySelector('pre.long')?.textContent).toBe(`${text}\n`);
  });

  // Nesting without end makes the Markdown reader run out of stack; the message must still be readable.
  it('is shown as plain text when it is nested too deeply', () => {
    const text = '> '.repeat(20_000) + 'end';
    expect(show(text).textContent).toContain('end');
  });

  // A long answer, a big table and a long file of code are ordinary: they keep their form.
  it('does not include ordinary long texts', () => {
    expect(isTooHeavy('A **bold** word, `code` and [a link](https://e.example).\n\n'.repeat(3000))).toBe(false);
    expect(isTooHeavy('|a|b|\n|-|-|\n' + '| `x` | *y* |\n'.repeat(3000))).toBe(false);
    expect(isTooHeavy('```c\n' + 'int *p = &a[0]; // `~_*\n'.repeat(3000) + '```')).toBe(false);
  });
});

// The patterns of marked are tried in another way for speed: what they find must be the same.
it.each([
  '# a\n\ntext\n===\n\n> quote\n> more\nlazy\n\n1. x\n   - y\n\n     z\n2. w\n\n***\n\n    code\n',
  '**a*b*c** __x__ _y_ ~~z~~ `c` ``d`e`` <https://e.example> [l](/u "t") [r] ![i](u)\\\nbr  \nend\n\n[r]: /ref "title"',
  '|a|b|\n|:-|-:|\n|`x`|**y**|\n\n- [x] t\n- [ ] u\n\n```js\nlet a;\n```\n~~~\nb\n~~~\nhttps://e.example/a_b www.e.example a@e.example',
])('reads Markdown as marked does: %#', (text) => {
  for (const breaks of [false, true]) expect(new Marked({ breaks }, anchored).parse(text)).toBe(new Marked({ breaks }).parse(text));
});
