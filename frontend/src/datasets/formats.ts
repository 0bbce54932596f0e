import type { Dataset } from '../lib/api';
import { say, t } from '../lib/i18n/index.svelte';

/** A file format as people write it: JSONL, CSV, Parquet. */
export function fileFormatName(format: Dataset['file_format']): string {
  return t(`export.${format}`);
}

/** A data format's name; one that the window does not know is shown by its key. */
export function dataFormatName(key: string): string {
  return say(`export.${key || 'standard'}`) ?? key;
}
