import type { Selection } from '../lib/api';

/** Why a dataset name or a file name breaks the rules of SPEC §2; the catalogue has one sentence for each. */
export type NameFault =
  | 'empty'
  | 'too_long'
  | 'comma'
  | 'outer_space'
  | 'separator'
  | 'control'
  | 'forbidden'
  | 'reserved'
  | 'hidden'
  | 'trailing'
  | 'extension'
  | 'too_many_bytes';

/** The most characters (code points) that a dataset name may have. */
const datasetNameMax = 64;

/** The most characters (code points) that a file name may have, without its extension. */
const fileNameMax = 128;

/** The most bytes that file systems take for a name, extension included. */
const fileNameBytes = 255;

const control = /[\u0000-\u001f\u007f-\u009f]/;
const separator = /[/\\]/;
const forbidden = /[<>:"|?*]/;
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\.|$)/i;
const extension = /\.(jsonl|csv|parquet)$/i;
const splits = new Set(['train', 'training', 'test', 'testing', 'eval', 'evaluation', 'validation', 'valid', 'val', 'dev']);

/** Says why name cannot be a dataset's name, or null when it can. */
export function datasetNameFault(name: string): NameFault | null {
  if (name === '') return 'empty';
  if (control.test(name)) return 'control';
  if (name !== name.trim()) return 'outer_space';
  if (name.includes(',')) return 'comma';
  if (separator.test(name)) return 'separator';
  if ([...name].length > datasetNameMax) return 'too_long';
  return null;
}

/**
 * Says why name (without extension) cannot be a file's name on Windows, macOS and Linux alike, or null when it can. The
 * rules are those of backend/exporter/names.go.
 */
export function fileNameFault(name: string): NameFault | null {
  if (name === '') return 'empty';
  if (control.test(name)) return 'control';
  if (separator.test(name)) return 'separator';
  if (forbidden.test(name)) return 'forbidden';
  if (/[. ]$/.test(name)) return 'trailing';
  if (name !== name.trim()) return 'outer_space';
  if (name.startsWith('.')) return 'hidden';
  if (reserved.test(name)) return 'reserved';
  if (extension.test(name)) return 'extension';
  if ([...name].length > fileNameMax) return 'too_long';
  if (new TextEncoder().encode(`${name}.parquet`).length > fileNameBytes) return 'too_many_bytes';
  return null;
}

/**
 * Says whether `load_dataset("folder")` of Hugging Face would read a split out of the file name ("my-test" becomes the
 * split "test"). It is allowed, and worth a hint.
 */
export function looksLikeSplit(name: string): boolean {
  return name.toLowerCase().split(/[^\p{L}]+/u).some((word) => splits.has(word));
}

/** A name for a dataset of that selection: its one tag or source, when the filter names one. */
export function nameFor(selection: Selection): string {
  const { tags = [], sources = [] } = selection.filter ?? {};
  const only = tags.length === 1 ? tags[0] : sources.length === 1 ? sources[0] : undefined;
  return only !== undefined && datasetNameFault(only) === null ? only : 'conversations';
}
