import type { DataFormat, FileChoice, FileFormat } from '../lib/api';
import { say } from '../lib/i18n/index.svelte';

/** The data format of a new export. */
export const firstDataFormat = 'standard';

/** What is offered until the backend has said more. */
export const fewFormats: DataFormat[] = [{ key: firstDataFormat, name: 'Standard', sentence: '', files: [] }];

/** A data format's name; one that the window does not know is shown by its key. */
export function dataFormatName(key: string): string {
  return say(`formats.${key || firstDataFormat}`) ?? key;
}

/** The data formats to choose from, in words; what the catalogue does not know is said in the backend's English. */
export function dataFormats(formats: DataFormat[]): { value: string; label: string; hint: string }[] {
  return formats.map(({ key, name, sentence }) => ({
    value: key,
    label: say(`formats.${key}`) ?? name,
    hint: say(`formats.${key}_for`) ?? sentence,
  }));
}

/** How well a file format serves a data format; undefined when that is not known. */
export function fileChoice(formats: DataFormat[], key: string, file: FileFormat): FileChoice | undefined {
  return formats.find((format) => format.key === key)?.files.find((choice) => choice.file_format === file);
}

/** What to know before choosing a file format for a data format; may be empty. */
export function fileSentence(formats: DataFormat[], key: string, file: FileFormat): string {
  const sentence = fileChoice(formats, key, file)?.sentence ?? '';
  return sentence && (say(`formats.${key}_${file}`) ?? sentence);
}
