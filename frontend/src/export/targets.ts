import type { ExportReport, Ready } from '../lib/api';
import { t } from '../lib/i18n/index.svelte';

/** The name of a trainer or reader; all but one are called the same in every language. */
export function targetName(target: Ready['target']): string {
  return target.key === 'reading' ? t('export.target_reading') : target.name;
}

/**
 * The key of the target for which a report is told unless a person chose another: the one with the data format's name,
 * else the first that reads it. An advice says that another data format would be needed.
 */
export function fittingTarget({ ready, data_format }: ExportReport): string {
  const all = ready ?? [];
  const fitting = all.find(({ target }) => target.key === data_format) ?? all.find(({ advice }) => advice === '');
  return fitting?.target.key ?? '';
}
