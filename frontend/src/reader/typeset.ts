import type { KatexOptions } from 'katex';

/**
 * How formulas are set. Nothing that loads, links or styles is trusted; sizes and macro expansions have limits, so that
 * a formula can neither cover the page nor run for ever.
 */
const formulaOptions: KatexOptions = { trust: false, strict: 'ignore', maxSize: 20, maxExpand: 500, throwOnError: true, errorColor: 'var(--danger)' };

/** Typesets an element of class "formula" from the TeX it holds; one that is no TeX stays as it was written. KaTeX is loaded at first need. */
export async function typeset(element: HTMLElement): Promise<void> {
  const tex = element.textContent ?? '';
  const [{ default: katex }] = await Promise.all([import('katex'), import('katex/dist/katex.min.css'), import('katex/contrib/copy-tex')]);
  try {
    katex.render(tex, element, { ...formulaOptions, displayMode: element.classList.contains('display') });
    element.classList.add('set');
  } catch {
    element.textContent = element.classList.contains('display') ? `$$${tex}$$` : `$${tex}$`;
  }
}
