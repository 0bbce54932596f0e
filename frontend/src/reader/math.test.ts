import { describe, expect, it } from 'vitest';
import { makeRenderer } from './markdown';
import { typeset } from './typeset';

const renderer = makeRenderer({ done: '', open: '' });

/** The TeX of every formula in a text. */
function formulas(text: string): string[] {
  document.body.innerHTML = renderer.written(text);
  return [...document.querySelectorAll('.formula')].map((found) => found.textContent ?? '');
}

// A price that is taken for TeX eats the words between two dollars: the worst that can happen to a plain text.
describe('money is not a formula', () => {
  it.each([
    'It costs $5 and $10.',
    'from $20/month or 30$',
    'US$100, A$7 and US$200',
    '$5-$10',
    'between $1,000 and $2,500.',
    '**$5** or **$6**',
    '$5 million, then 4$',
    '$3 apples$',
    'a lone $ sign, and another $',
    'echo $HOME and $PATH',
    '$HOME/bin:$PATH',
    "$USER's files are in $",
    '\\$5 and \\$6',
    'Use `$a` and `$b`',
  ])('%s', (text) => {
    expect(formulas(text)).toEqual([]);
    expect(document.body.textContent).toContain('$');
  });
});

describe('a formula is one', () => {
  it.each([
    ['Let $x$ be $y_1$.', ['x', 'y_1']],
    ['$E = mc^2$ holds', ['E = mc^2']],
    ['the answer is $5$.', ['5']],
    ['$2 + 2 = 4$', ['2 + 2 = 4']],
    ['($\\alpha$)', ['\\alpha']],
    ['$a*b$ and *$c*d$*', ['a*b', 'c*d']],
    ['so \\(a_1 < b_2\\) and \\[c\\_d^2\\]', ['a_1 < b_2', 'c\\_d^2']],
    ['$$\nx^2\n$$', ['x^2']],
    ['Thus:\n$$\nx_1\n$$\nwhich', ['x_1']],
    ['- a list\n  $$y^2$$', ['y^2']],
    ['inline $$z$$ too', ['z']],
    ['It costs $5, so $p = 5$.', ['p = 5']],
  ])('%s', (text, expected) => {
    expect(formulas(text)).toEqual(expected);
  });

  // A text about LaTeX shows the source; an escaped bracket is a bracket.
  it.each(['`$x^2$`', '```\n$$x$$\n```', '\\[1\\]', '$$unclosed', '\\(unclosed'])('but not in %s', (text) => {
    expect(formulas(text)).toEqual([]);
  });
});

describe('typesetting', () => {
  const formula = (tex: string, display = false): HTMLElement => {
    const element = document.createElement('span');
    element.className = display ? 'formula display' : 'formula';
    element.textContent = tex;
    return element;
  };

  // Screen readers read the MathML beside the boxes.
  it('sets TeX with MathML beside it', async () => {
    const element = formula('\\frac{1}{2}');
    await typeset(element);
    expect(element.querySelector('math mfrac')).not.toBeNull();
    expect(element.classList.contains('set')).toBe(true);
  });

  // What is no TeX must be readable as it was written.
  it('leaves what is no TeX as it was written', async () => {
    const element = formula('\\frac{1');
    await typeset(element);
    expect(element.textContent).toBe('$\\frac{1$');
  });

  // TeX can link, load, style and loop: none of that may reach the page.
  it.each([
    '\\href{javascript:alert(1)}{x}', '\\url{javascript:alert(1)}', '\\includegraphics{https://evil.example/x.png}', '\\htmlStyle{position:fixed}{x}',
    '\\htmlId{app}{x}', '\\htmlClass{x}{y}', '\\htmlData{x=y}{z}', '\\text{<img src=x onerror=alert(1)>}', '\\def\\a{\\a\\a}\\a',
  ])('trusts nothing in %s', async (tex) => {
    const element = formula(tex);
    await typeset(element);
    expect(element.querySelectorAll('a, img, script, [id], [href], [src], [style*="fixed"]')).toHaveLength(0);
    expect([...element.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith('on') || name.startsWith('data'))).toEqual([]);
  });

  // A formula must not be able to cover the page.
  it('limits sizes', async () => {
    const element = formula('\\rule{500em}{500em}', true);
    await typeset(element);
    const sizes = [...element.innerHTML.matchAll(/(?:width|height):\s*(\d+(?:\.\d+)?)em/g)].map((found) => Number(found[1]));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(21);
  });
});
