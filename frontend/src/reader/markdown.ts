import { Marked, Renderer as MarkedRenderer, type MarkedExtension, type Tokens, type TokenizerThis } from 'marked';
import { anchored } from './anchored';
import { isTooHeavy } from './heavy';
import { safeImage, safeLink } from './links';
import { escapeHTML, formulas } from './math';
import { sanitize } from './sanitize';

/** Words that stand inside a rendered message. */
export interface MarkdownWords {
  done: string;
  open: string;
}

/** Raw HTML is no language of messages: it is shown as the text it is, but for a line break, which tables need. */
const htmlAsText: MarkedExtension = {
  tokenizer: {
    html: () => undefined,
    tag(this: TokenizerThis, src: string): Tokens.Tag | undefined {
      const br = /^<br ?\/?>/i.exec(src);
      if (!br) return undefined;
      return { type: 'html', raw: br[0], text: '<br>', block: false, inLink: this.lexer.state.inLink, inRawBlock: false };
    },
  },
};

/**
 * The headings of one message. They stand below those of the window (2 for the conversation, 3 for who speaks) and never
 * leave out a level, so that no message can break the outline of the page; how big one looks is told by its class.
 */
class Outline {
  private level = 3;

  /** Begins another message. */
  begin(): void {
    this.level = 3;
  }

  /** The level of a heading that the message gives a depth from 1 to 6. */
  next(depth: number): number {
    this.level = Math.min(6, depth + 3, this.level + 1);
    return this.level;
  }
}

/** Writes the elements of a message in the few forms that the sanitizer lets pass. */
function forms(words: MarkdownWords, outline: Outline): MarkedExtension {
  return {
    renderer: {
      heading({ depth, tokens }) {
        const level = outline.next(depth);
        return `<h${level} class="depth-${depth}">${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
      code({ text, lang }) {
        const language = /^[\w+#.-]{1,30}/.exec(lang ?? '')?.[0];
        return `<pre><code${language ? ` class="language-${language}"` : ''}>${escapeHTML(text)}\n</code></pre>\n`;
      },
      link({ href, title, tokens }) {
        const inner = this.parser.parseInline(tokens);
        const address = safeLink(href);
        if (address === null) return inner;
        return `<a href="${escapeHTML(address)}" title="${escapeHTML(title ? `${title} (${address})` : address)}">${inner}</a>`;
      },
      image({ href, text }) {
        if (safeImage(href)) return `<img src="${escapeHTML(href)}" alt="${escapeHTML(text)}" loading="lazy">`;
        const address = safeLink(href);
        const name = escapeHTML(text || href.slice(0, 200));
        return address === null ? name : `<a class="remote" href="${escapeHTML(address)}" title="${escapeHTML(address)}">${name}</a>`;
      },
      table(token) {
        return `<div class="table">${MarkedRenderer.prototype.table.call(this, token)}</div>\n`;
      },
      checkbox({ checked }) {
        return `<span class="task" role="img" aria-label="${escapeHTML(checked ? words.done : words.open)}">${checked ? '☑' : '☐'}</span> `;
      },
    },
  };
}

const off = (): undefined => undefined;

/** Lines up to the next blank line or fence. */
const typedLines = /^[^\n]+(?:\n(?! {0,3}(?:`{3,}[^`\n]*(?:\n|$)|~{3,}))[^\n]+)*/;

/** What a person typed is shown as typed; of Markdown it keeps fences, code, links and pictures, which people do type. */
const asTyped: MarkedExtension = {
  tokenizer: {
    code: off, heading: off, lheading: off, hr: off, blockquote: off, list: off, table: off, def: off,
    emStrong: off, del: off, escape: off, br: off, tag: off,
    paragraph(this: TokenizerThis, src: string): Tokens.Paragraph | undefined {
      const raw = typedLines.exec(src)?.[0];
      return raw ? { type: 'paragraph', raw, text: raw, tokens: this.lexer.inline(raw) } : undefined;
    },
  },
};

/** Turns messages into HTML that is safe to put into the page. */
export interface Renderer {
  /** Renders what a model wrote: full Markdown with formulas. */
  written(text: string): string;
  /** Renders what a person typed. */
  typed(text: string): string;
}

/** Makes a renderer for one language of the window. */
export function makeRenderer(words: MarkdownWords): Renderer {
  const outline = new Outline();
  const full = new Marked({ gfm: true, breaks: true }, htmlAsText, anchored, formulas(), forms(words, outline));
  const light = new Marked({ gfm: true }, htmlAsText, anchored, asTyped, formulas(), forms(words, outline));
  const render = (marked: Marked, text: string): string => {
    if (isTooHeavy(text)) return asPlainText(text);
    outline.begin();
    try {
      return sanitize(marked.parse(text, { async: false }));
    } catch {
      return asPlainText(text); // marked gives up on nesting that is too deep
    }
  };
  return { written: (text) => render(full, text), typed: (text) => render(light, text) };
}

/** Shows text as it is, with its long lines broken. */
function asPlainText(text: string): string {
  return sanitize(`<pre class="long"><code>${escapeHTML(text)}\n</code></pre>`);
}
