import { Lexer, type MarkedExtension, type MarkedOptions, type TokensList } from 'marked';

/**
 * A pattern that begins with ^, tried at the beginning of the text only. JavaScriptCore, the engine of WebKit, tries
 * marked's patterns at every place of the text in spite of their ^, so that a message of 100 kB took it ten seconds.
 */
class AnchoredPattern extends RegExp {
  constructor(pattern: RegExp) {
    super(pattern.source, `${pattern.flags}y`);
  }

  override exec(text: string): RegExpExecArray | null {
    this.lastIndex = 0;
    return super.exec(text);
  }
}

/** A copy of rules in which every pattern that begins with ^ is an AnchoredPattern. */
function anchor<R extends Record<string, RegExp>>(rules: R): R {
  const entries = Object.entries(rules).map(([name, rule]) => [name, /^\^/.test(rule.source) && !/[gm]/.test(rule.flags) ? new AnchoredPattern(rule) : rule]);
  return Object.fromEntries(entries) as R;
}

const block = anchor(Lexer.rules.block.gfm);
const inline = { plain: anchor(Lexer.rules.inline.gfm), breaks: anchor(Lexer.rules.inline.breaks) };

/** Marked's lexer with anchored patterns. */
class AnchoredLexer<P, R> extends Lexer<P, R> {
  constructor(options?: MarkedOptions<P, R>) {
    super(options);
    const { tokenizer } = this.options;
    if (tokenizer) tokenizer.rules = { ...tokenizer.rules, block, inline: options?.breaks ? inline.breaks : inline.plain };
  }
}

function lex<P, R>(source: string, options?: MarkedOptions<P, R>): TokensList {
  return new AnchoredLexer(options).lex(source);
}

/** Reads Markdown with anchored patterns, for marked. */
export const anchored: MarkedExtension = { hooks: { provideLexer: () => lex } };
