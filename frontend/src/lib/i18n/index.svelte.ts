import { datasets } from './datasets';
import { exporting } from './export';
import { findings } from './findings';
import { formats } from './formats';
import { howto } from './howto';
import { importing } from './import';
import { imports } from './imports';
import { places } from './places';
import { reader } from './reader';
import { shell } from './shell';
import { numberFormat, pluralRules } from '../formatters';
import type { Arguments, Text } from './catalogue';
import type { LanguageChoice } from '../api';

/** Every text of the window. An area's texts are named "<area>.<key>". */
export const areas = { shell, reader, export: exporting, datasets, import: importing, imports, places, howto, findings, formats };

type Areas = typeof areas;
type Texts = { [A in keyof Areas]: { [K in keyof Areas[A]['en'] & string as `${A}.${K}`]: Areas[A]['en'][K] } };
type Flatten<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never;
type All = Flatten<Texts[keyof Texts]>;

/** The name of a text, such as "shell.all". */
export type TextKey = keyof All & string;

/** The languages the window speaks. */
export type Language = 'en' | 'zh-CN';

/** The language in use. Reading it in a component makes that component follow a change. */
class Locale {
  current = $state<Language>('en');

  /** Takes a person's choice; "system" follows the system's languages. */
  choose(choice: LanguageChoice): void {
    this.current = choice === 'system' ? ofSystem(navigator.languages) : choice;
    document.documentElement.lang = this.current;
  }
}

/** The first of the system's languages that the window speaks; English when there is none. */
export function ofSystem(languages: readonly string[]): Language {
  const first = languages.find((l) => /^(zh|en)\b/i.test(l)) ?? 'en';
  return first.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export const locale = new Locale();

/** The text with that name in the current language, its placeholders filled; numbers are written as the language does. */
export function t<K extends TextKey>(key: K, ...args: Arguments<All[K]>): string {
  return say(key, args[0] ?? {}) ?? key;
}

/**
 * The text of a name that is only known at run time, such as "findings.ORDER" with the values {0}, {1} …; undefined
 * when there is none.
 */
export function say(key: string, values: Record<string, string | number> | string[] = {}): string | undefined {
  const dot = key.indexOf('.');
  const texts = areas[key.slice(0, dot) as keyof Areas];
  const text = (locale.current === 'en' ? texts?.en : texts?.zh) as Record<string, Text> | undefined;
  const found = text?.[key.slice(dot + 1)];
  return found === undefined ? undefined : fill(found, values as Record<string, string | number>, locale.current);
}

/** Chooses singular or plural by the value n and fills the placeholders; one without a value stays as it is. */
export function fill(text: Text, values: Record<string, string | number>, language: Language): string {
  const form = typeof text === 'string' ? text : text[plural(values.n, language)];
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numberFormat(language).format(value) : value;
  });
}

function plural(n: string | number | undefined, language: Language): 'one' | 'other' {
  return pluralRules(language).select(Number(n)) === 'one' ? 'one' : 'other';
}
