// Why: a how-to without a text is an empty fold, and one that typing does not find is not there for who looks for it.
import { afterEach, describe, expect, it } from 'vitest';
import { areas, locale } from '../lib/i18n/index.svelte';
import { groups, matching, nameOf, stepsOf } from './howtos';

const all = groups.flatMap((group) => group.entries);
const found = (words: string) => matching(words).flatMap((group) => group.entries.map((entry) => entry.key));

afterEach(() => void (locale.current = 'en'));

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  it.each(all.map((entry) => [entry.key, entry] as const))('%s has steps', (_, entry) => {
    locale.current = language;
    expect(stepsOf(entry).filter((step) => step.trim() === '')).toEqual([]);
    expect(nameOf(entry)).not.toContain('_');
  });
});

it('has a how-to for every text', () => {
  const texts = Object.keys(areas.howto.en).filter((key) => key.startsWith('steps_'));
  expect(texts.sort()).toEqual(all.map((entry) => `steps_${entry.key}`).sort());
});

describe('typing', () => {
  it('finds by name, by the maker and by what one looks for, in any case', () => {
    expect(found('CLAUDE code')).toEqual(['claude_code']);
    expect(found('roo')).toEqual(['cline']);
    expect(found('state.vscdb')).toEqual(['cursor']);
    expect(found('alpaca')).toEqual(['datasets']);
  });

  it('finds all of them at first, and none by nonsense', () => {
    expect(found('  ')).toHaveLength(all.length);
    expect(matching('qqqq')).toEqual([]);
  });

  it('finds in Chinese', () => {
    locale.current = 'zh-CN';
    expect(found('谷歌云端')).toEqual([]);
    expect(found('云端硬盘')).toEqual(['aistudio']);
  });
});
