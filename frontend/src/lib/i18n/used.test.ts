// Why: a text that nothing shows is translated, reviewed and read for nothing, and hides which ones matter.
import { expect, it } from 'vitest';
import { areas } from './index.svelte';

const sources = import.meta.glob(['../../**/*.ts', '../../**/*.svelte', '!../../**/*.test.ts', '!../../lib/i18n/**', '!../../wailsjs/**'], { query: '?raw', import: 'default', eager: true });
const code = Object.values(sources).join('\n');

/** Names that are put together: `area.prefix_${…}` uses every text that begins so. */
const made = [...code.matchAll(/`(\w+\.\w*)\$\{/g)].map((match) => match[1]!);

it.each(Object.keys(areas))('shows every text of area %s', (area) => {
  const names = Object.keys(areas[area as keyof typeof areas].en).map((key) => `${area}.${key}`);
  const unused = names.filter((name) => !new RegExp(`'${name.replace('.', '\\.')}'`).test(code) && !made.some((start) => name.startsWith(start) && start !== 'export.'));
  expect(unused).toEqual([]);
});
