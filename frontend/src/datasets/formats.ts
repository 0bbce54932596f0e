import type { Dataset } from '../lib/api';
import { t } from '../lib/i18n/index.svelte';

/** A file format as people write it: JSONL, CSV, Parquet. */
export function fileFormatName(format: Dataset['file_format']): string {
  return t(`export.${format}`);
}
