import type { Ready } from '../lib/api';
import { t } from '../lib/i18n/index.svelte';

/** The name of a trainer or reader; all but one are called the same in every language. */
export function targetName(target: Ready['target']): string {
  return target.key === 'reading' ? t('export.target_reading') : target.name;
}
