import type { Finding } from '../lib/api';
import { say } from '../lib/i18n/index.svelte';

/** A finding as a sentence in the language of the window; what the catalogue does not know is said in the backend's English. */
export function sentenceOf(finding: Finding): string {
  return say(`findings.${finding.code}`, finding.values ?? []) ?? finding.message;
}

/** What all findings of a code have in common, as the heading of a group. */
export function headingOf(code: string): string {
  return say(`findings.${code}.group`) ?? code;
}
