import { t } from '../lib/i18n/index.svelte';

/** The data formats that the backend writes, in the order in which they are offered: key, name, and what a record is. */
const formats = [{ value: 'standard', name: 'export.standard', hint: 'export.standard_for' }] as const;

/** The data format of a new export. */
export const firstDataFormat: string = formats[0].value;

/** The data formats to choose from, in words. */
export function dataFormats(): { value: string; label: string; hint: string }[] {
  return formats.map(({ value, name, hint }) => ({ value, label: t(name), hint: t(hint) }));
}

/** A data format's name; one that the window does not know is shown by its key. */
export function dataFormatName(key: string): string {
  return dataFormats().find((format) => format.value === (key || firstDataFormat))?.label ?? key;
}
