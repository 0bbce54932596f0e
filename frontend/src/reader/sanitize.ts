import DOMPurify, { type Config } from 'dompurify';
import { safeImage, safeLink } from './links';

/** What a message may consist of. Everything else is taken out: styles, forms, frames, SVG, MathML, media, scripts. */
const messageConfig: Config = {
  ALLOWED_TAGS: [
    'p', 'br', 'hr', 'h4', 'h5', 'h6', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li',
    'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'img', 'span', 'div',
  ],
  ALLOWED_ATTR: ['href', 'title', 'src', 'alt', 'start', 'align', 'class', 'lang', 'dir', 'rel', 'role', 'aria-label', 'aria-checked', 'loading'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  KEEP_CONTENT: true,
};

/** What highlighted code may consist of. */
const codeConfig: Config = { ALLOWED_TAGS: ['span'], ALLOWED_ATTR: ['class'], ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false };

/** The classes that Markdown gives to its elements; a message cannot take those of the window. */
const ownClass = /^(?:formula|formula display|table|task|remote|long|depth-[1-6]|language-[\w+#.-]{1,30})$/;

let purifier: ReturnType<typeof DOMPurify> | undefined;

/** The purifier of messages, made at first use, when there is a window. */
function messagePurifier(): ReturnType<typeof DOMPurify> {
  if (purifier) return purifier;
  purifier = DOMPurify(window);
  purifier.addHook('uponSanitizeAttribute', (_node, attribute) => {
    const value = attribute.attrValue;
    if (attribute.attrName === 'href') attribute.keepAttr = safeLink(value) !== null;
    if (attribute.attrName === 'src') attribute.keepAttr = safeImage(value);
    if (attribute.attrName === 'class') attribute.keepAttr = ownClass.test(value);
  });
  purifier.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName === 'IMG' && !node.hasAttribute('src')) node.remove();
    if (node.tagName === 'A' && node.hasAttribute('href')) node.setAttribute('rel', 'noreferrer noopener');
  });
  return purifier;
}

/** Leaves of html only what a message may consist of. */
export function sanitize(html: string): string {
  return messagePurifier().sanitize(html, messageConfig);
}

/** Leaves of highlighted code only its spans. */
export function sanitizeCode(html: string): string {
  return DOMPurify.sanitize(html, codeConfig);
}
