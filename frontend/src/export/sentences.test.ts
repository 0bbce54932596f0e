// @ts-expect-error the types of Node are not among the packages; only this test reads a file
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Finding } from '../lib/api';
import { placeholders } from '../lib/i18n/catalogue';
import { findings } from '../lib/i18n/findings';
import { locale } from '../lib/i18n/index.svelte';
import { headingOf, sentenceOf } from './sentences';

const table = '../backend/exporter/codes.go'; // seen from frontend/, where the tests run
const line = /^\t\{"([A-Z0-9_]+)", "(?:stop|drop|warn|info)", ("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*")\},$/gm;

interface Code {
  code: string;
  sentence: string;
  done: string;
}

/** The table of codes as it stands in the Go source. */
function goTable(): Code[] {
  const source: string = readFileSync(table, 'utf8');
  return [...source.matchAll(line)].map(([, code, sentence, done]) => ({
    code: code!,
    sentence: JSON.parse(sentence!) as string,
    done: JSON.parse(done!) as string,
  }));
}

// A code that is added in Go and forgotten here would be shown in English to a Chinese reader, or as a bare code.
describe.skipIf(!existsSync(table))('the catalogue and the table of backend/exporter/codes.go', () => {
  const codes = existsSync(table) ? goTable() : [];

  it('reads the table', () => expect(codes.length).toBeGreaterThan(30));

  it.each(codes)('$code is said in both languages with the same values', ({ code, sentence, done }) => {
    const en: Record<string, unknown> = findings.en;
    const zh: Record<string, unknown> = findings.zh;
    expect(en[code]).toBe(sentence);
    expect(en[`${code}.done`] ?? '').toBe(done);
    expect(placeholders(String(zh[code]))).toEqual(placeholders(sentence));
    expect(placeholders(String(zh[`${code}.done`] ?? ''))).toEqual(placeholders(done));
    expect(en[`${code}.group`]).toBeTypeOf('string');
    expect(zh[`${code}.group`]).toBeTypeOf('string');
  });

  it('knows no code that is not in the table', () => {
    const known = new Set(codes.map(({ code }) => code));
    expect(Object.keys(findings.en).filter((key) => !known.has(key.split('.')[0]!))).toEqual([]);
  });
});

const order: Finding = {
  conversation_id: 'c1', id: 1, title: 'Tea', code: 'ORDER', level: 'drop', turn: 4, message: 'English of the backend.',
  values: ['user', '4', '5'], message_id: '',
};

describe('a finding', () => {
  afterEach(() => void (locale.current = 'en'));

  // A warning changes nothing in the file; saying "they are joined" there would be untrue.
  it('says what was done only where something was done', () => {
    expect(sentenceOf(order, 'repaired')).toBe(
      'Turns 4 and 5 are both from `user`; LLaMA-Factory skips such records without stopping. They are joined with a blank line.',
    );
    expect(sentenceOf(order, 'warning')).toBe('Turns 4 and 5 are both from `user`; LLaMA-Factory skips such records without stopping.');
  });

  it('speaks the language of the window', () => {
    locale.current = 'zh-CN';
    expect(sentenceOf(order, 'repaired')).toBe('第 4 条和第 5 条消息都来自 `user`；LLaMA-Factory 会直接跳过这样的记录。已用空行合并。');
  });

  // A newer backend with an older window must still say something true.
  it('falls back to the sentence of the backend', () => {
    expect(sentenceOf({ ...order, code: 'NEW_CODE' }, 'repaired')).toBe('English of the backend.');
    expect(headingOf('NEW_CODE')).toBe('NEW_CODE');
  });
});
