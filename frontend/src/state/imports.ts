import { api, type ImportReport } from '../lib/api';
import { outcomesOf } from '../lib/counts';
import { toApiError } from '../lib/errors';
import { t } from '../lib/i18n/index.svelte';
import { filters } from './filters.svelte';
import { job } from './job.svelte';
import { library } from './library.svelte';
import { toasts } from './toasts.svelte';
import { view } from './view.svelte';
import { watched } from './watched.svelte';

/** Imports files and folders and says what came of it; nothing to import does nothing. */
export async function importPaths(paths: string[]): Promise<void> {
  if (paths.length > 0) await run(() => job.import(paths));
}

/** Imports places that were found on this computer, with keep to be watched from then on, and says what came of it. */
export async function importPlaces(paths: string[], keep: boolean): Promise<void> {
  await run(() => job.importPlaces(paths, keep));
  if (keep) await watched.load();
}

/** Loads the sample conversations and says what came of it. */
export async function importSamples(): Promise<void> {
  await run(() => job.importSamples());
}

/** Asks for files with the native dialog and imports them. */
export async function chooseAndImport(): Promise<void> {
  try {
    await importPaths(await api.chooseFiles());
  } catch (cause) {
    toasts.error(toApiError(cause).message);
  }
}

/** Asks for a folder with the native dialog and imports it. */
export async function chooseFolderAndImport(): Promise<void> {
  try {
    const path = await api.chooseFolder();
    if (path !== '') await importPaths([path]);
  } catch (cause) {
    toasts.error(toApiError(cause).message);
  }
}

/** Lists what an import brought. */
export function showImported(id: number): void {
  filters.broughtBy(id);
  view.area = 'conversations';
}

async function run(start: () => Promise<ImportReport>): Promise<void> {
  const details = () => (view.sheet === 'import' ? undefined : { label: t('shell.report'), run: () => view.importAt(null) }); // the sheet shows it itself
  view.importPage = null;
  try {
    const report = await start();
    toasts.info(summary(report), details());
    if (report.conversations.failed > 0 || report.error !== '') view.sheet ??= 'import';
  } catch (cause) {
    const error = toApiError(cause);
    if (error.code === 'cancelled') toasts.info(t('shell.importCancelled'));
    else if (error.code === 'busy') toasts.error(error.message);
    else toasts.error(error.message, details());
  } finally {
    await library.changed();
  }
}

/** What an import did, in a line; "0 new" when nothing came. */
function summary({ conversations: counts }: ImportReport): string {
  const came = counts.new + counts.updated + counts.unchanged > 0;
  const outcomes = came ? outcomesOf(counts) : [t('shell.importedNew', { n: 0 }), ...outcomesOf(counts)];
  return t('shell.imported', { what: outcomes.join(t('shell.comma')) });
}
