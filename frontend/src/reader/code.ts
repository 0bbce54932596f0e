import { sanitizeCode } from './sanitize';

/** Code of more characters than this is shown without colours: they are not worth the wait. */
const maxColoured = 20_000;

/** Colours the code of an element whose class names a language that is known. The highlighter is loaded at first need. */
export async function colourCode(element: HTMLElement): Promise<void> {
  const language = /^language-(.+)$/.exec(element.className)?.[1]?.toLowerCase();
  const code = element.textContent ?? '';
  if (!language || code.length > maxColoured) return;
  const { default: highlighter } = await import('highlight.js/lib/common');
  if (!highlighter.getLanguage(language)) return;
  element.innerHTML = sanitizeCode(highlighter.highlight(code, { language, ignoreIllegals: true }).value);
}
