// @ts-expect-error the types of Node are not among the packages; only this test reads a file
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DataFormat } from '../lib/api';
import { formats } from '../lib/i18n/formats';

const table = '../backend/exporter/testdata/dataformats.json'; // seen from frontend/, where the tests run

// Why: a data format that is added in Go and forgotten here would be told in English to a Chinese reader, and a sentence
// that changed there would still be told as it was.
describe.skipIf(!existsSync(table))('the catalogue and the data formats of backend/exporter', () => {
  const known = existsSync(table) ? (JSON.parse(readFileSync(table, 'utf8')) as DataFormat[]) : [];
  const texts = known.flatMap(({ key, name, sentence, files }) => [
    [key, name],
    [`${key}_for`, sentence],
    ...files.filter((file) => file.sentence).map((file) => [`${key}_${file.file_format}`, file.sentence]),
  ]);

  it('say the same in English', () => expect(formats.en).toEqual(Object.fromEntries(texts)));
});
