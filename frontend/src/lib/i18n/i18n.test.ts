// Why: a text that is missing, or has other placeholders, in one language is a hole in the window.
import { describe, expect, it } from 'vitest';
import { placeholders, type Text } from './catalogue';
import { areas, fill, locale, ofSystem, say, t } from './index.svelte';

describe.each(Object.entries(areas))('area %s', (_, area) => {
  const en = area.en as Record<string, Text>;
  const zh = area.zh as Record<string, Text>;

  it('has the same texts in both languages', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  it('has the same placeholders in both languages', () => {
    const named = (texts: Record<string, Text>) => Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, placeholders(text)]));
    // A singular may leave {n} out: it is compared with the plural.
    expect(named(zh)).toEqual(named(en));
  });

  it('has no empty text', () => {
    const all = [...Object.values(en), ...Object.values(zh)].flatMap((text) => (typeof text === 'string' ? [text] : [text.one, text.other]));
    expect(all.filter((text) => text.trim() === '')).toEqual([]);
  });
});

describe('a text', () => {
  it('has a singular and a plural, and numbers in the manner of the language', () => {
    locale.current = 'en';
    expect([t('shell.count', { n: 1 }), t('shell.count', { n: 0 }), t('shell.count', { n: 12345 })]).toEqual(['1 conversation', '0 conversations', '12,345 conversations']);
  });

  it('follows the language', () => {
    locale.current = 'zh-CN';
    expect(t('shell.count', { n: 1 })).toBe('1 个对话');
    locale.current = 'en';
  });

  it('keeps a placeholder that has no value, and is not filled twice', () => {
    expect(fill('{a} {b}', { a: '{b}' }, 'en')).toBe('{b} {b}');
  });

  it('can be named at run time, and is undefined when there is none', () => {
    expect([say('shell.undo'), say('shell.nothing_here'), say('nowhere.at_all')]).toEqual(['Undo', undefined, undefined]);
  });
});

it('follows the first language of the system that the window speaks', () => {
  expect([ofSystem(['de-DE', 'zh-Hans-CN', 'en']), ofSystem(['fr']), ofSystem(['en-GB', 'zh']), ofSystem([])]).toEqual(['zh-CN', 'en', 'en', 'en']);
});
