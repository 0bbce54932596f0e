import type { Finding } from '../lib/api';
import { locale, say } from '../lib/i18n/index.svelte';
import type { Outcome } from './groups';

/**
 * A finding in the language of the window: what was found and, unless it is only a warning, what is done about it. What
 * the catalogue does not know is said in the backend's English.
 */
export function sentenceOf(finding: Finding, outcome: Outcome): string {
  const values = finding.values ?? [];
  const found = say(`findings.${finding.code}`, values);
  if (found === undefined) return finding.message;
  const done = outcome === 'warning' ? undefined : say(`findings.${finding.code}.done`, values);
  return done === undefined ? found : found + (locale.current === 'en' ? ' ' : '') + done;
}

/** What all findings of a code have in common, as the heading of a group. */
export function headingOf(code: string): string {
  return say(`findings.${code}.group`) ?? code;
}
