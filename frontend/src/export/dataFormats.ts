import { say, t } from '../lib/i18n/index.svelte';

/** The data formats that the backend writes, by key, in the order in which they are offered. */
const keys = ['standard'] as const;

/** The data format of a new export. */
export const firstDataFormat: string = keys[0];

/** The data formats to choose from: key, name, and what a record of it is. */
export function dataFormats(): { value: string; label: string; hint: string }[] {
  return keys.map((value) => ({ value, label: t(`export.${value}`), hint: t(`export.${value}_for`) }));
}

/** A data format's name; one that the window does not know is shown by its key. */
export function dataFormatName(key: string): string {
  return say(`export.${key || firstDataFormat}`) ?? key;
}
