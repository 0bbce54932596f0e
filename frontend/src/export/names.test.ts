import { describe, expect, it } from 'vitest';
import { datasetNameFault, fileNameFault, looksLikeSplit } from './names';

// A name that the window takes and the program refuses (or the other way round) is found only after the export has run.
describe('dataset name', () => {
  it.each([
    ['tea', null],
    ['茶 2026 (final)', null],
    ['日'.repeat(64), null],
    ['😀'.repeat(64), null], // counted in characters, not in UTF-16 units
    ['', 'empty'],
    ['日'.repeat(65), 'too_long'],
    ['a,b', 'comma'], // LLaMA-Factory splits dataset names at commas
    [' tea', 'outer_space'],
    ['tea\u3000', 'outer_space'],
    ['a/b', 'separator'],
    ['a\\b', 'separator'],
    ['a\tb', 'control'],
    ['tea\n', 'control'],
  ])('%j is %s', (name, fault) => expect(datasetNameFault(name)).toBe(fault));
});

// A dataset made on Linux is opened on Windows: what any of the three systems refuses is refused.
describe('file name', () => {
  it.each([
    ['conversations', null],
    ['ümläut & space #1', null],
    ['console', null], // only begins like a device
    ['x'.repeat(128), null],
    ['', 'empty'],
    ['x'.repeat(129), 'too_long'],
    ['a/b', 'separator'],
    ['a\\b', 'separator'],
    ['what?', 'forbidden'],
    ['a:b', 'forbidden'],
    ['NUL', 'reserved'],
    ['com1.backup', 'reserved'],
    ['end.', 'trailing'],
    ['.hidden', 'hidden'],
    ['tea.CSV', 'extension'], // it would become tea.CSV.csv
    ['v1.2', null],
    ['茶'.repeat(82), null], // 246 bytes and ".parquet" would be 254
    ['茶'.repeat(83), 'too_many_bytes'],
    ['..', 'trailing'],
    ['end ', 'trailing'],
    [' start', 'outer_space'],
    ['a\u0000b', 'control'],
  ])('%j is %s', (name, fault) => expect(fileNameFault(name)).toBe(fault));
});

// Hugging Face reads the split out of such names; the hint must not cry at words that only contain one.
describe('split words', () => {
  it.each([
    ['my-test', true],
    ['train', true],
    ['dev_2', true],
    ['2026 evaluation', true],
    ['latest', false],
    ['trainer', false],
    ['contest', false],
  ])('%j: %s', (name, hint) => expect(looksLikeSplit(name)).toBe(hint));
});
