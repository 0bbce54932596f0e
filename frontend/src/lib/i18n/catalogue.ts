/** A sentence, or its singular and plural, chosen by the number {n}. Placeholders are written {name}. */
export type Text = string | { one: string; other: string };

/** The texts of one area in both languages. Each area is one file, owned by who owns that part of the window. */
export interface Area<E extends Record<string, Text>> {
  en: E;
  zh: { [K in keyof E]: Text };
}

/** Declares an area; a text that is missing in Chinese, or one that English does not have, does not compile. */
export function area<const E extends Record<string, Text>>(en: E, zh: { [K in keyof E]: Text }): Area<E> {
  return { en, zh };
}

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type NamesOf<T> = T extends string ? Names<T> : T extends { other: infer O extends string } ? Names<O> | 'n' : never;

/** The arguments a text asks for: none, or an object with a value for each placeholder. */
export type Arguments<T> = [NamesOf<T>] extends [never] ? [] : [values: Record<NamesOf<T>, string | number>];

/** The names of the placeholders in a text, sorted, each once. */
export function placeholders(text: Text): string[] {
  const all = typeof text === 'string' ? text : text.one + text.other;
  return [...new Set([...all.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? ''))].sort();
}
