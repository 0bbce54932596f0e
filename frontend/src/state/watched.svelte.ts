import { api, onWatchedChanged, type Counts, type WatchedPlace } from '../lib/api';
import { outcomesOf } from '../lib/counts';
import { toApiError } from '../lib/errors';
import { t } from '../lib/i18n/index.svelte';
import { job } from './job.svelte';
import { library } from './library.svelte';
import { toasts } from './toasts.svelte';
import { view } from './view.svelte';

/** The places that are read again when they change. They are read one reading at a time, and disturb nobody. */
export class Watched {
  /** The places by path; null until they are known. */
  places = $state.raw<WatchedPlace[] | null>(null);

  #changed = new Set<string>();
  #reading = false;

  /** Reads what has changed since the last time, and from now on what changes; answers the function that ends it. */
  start(): () => void {
    const end = onWatchedChanged((path) => void this.#note(path));
    void this.load().then(async () => {
      if (this.places?.length) await this.#read([], false);
    });
    return end;
  }

  /** Asks which places there are. */
  async load(): Promise<void> {
    try {
      this.places = await api.watched();
    } catch (cause) {
      toasts.error(toApiError(cause).message);
    }
  }

  /** Keeps folders and files as watched places, and reads them. */
  async add(paths: string[]): Promise<void> {
    try {
      await api.watch(paths);
    } catch (cause) {
      toasts.error(toApiError(cause).message);
      return;
    }
    await this.load();
    await this.#read(paths, true);
  }

  /** Asks for a folder with the native dialog and keeps it. */
  async choose(): Promise<void> {
    try {
      const path = await api.chooseFolder();
      if (path !== '') await this.add([path]);
    } catch (cause) {
      toasts.error(toApiError(cause).message);
    }
  }

  /** Reads everything in a place again, because a person asked. */
  again(path: string): Promise<void> {
    return this.#read([path], true);
  }

  /** Ends the watching of a place; what was read stays. */
  async stop(path: string): Promise<void> {
    try {
      await api.unwatch(path);
    } catch (cause) {
      toasts.error(toApiError(cause).message);
    }
    await this.load();
  }

  /** Takes note of a change; it is read when the reading before it has ended. */
  async #note(path: string): Promise<void> {
    this.#changed.add(path);
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#changed.size > 0) {
        const paths = [...this.#changed].filter((one) => this.places?.some((place) => place.path === one));
        this.#changed.clear();
        if (paths.length > 0) await this.#read(paths, false);
      }
    } finally {
      this.#reading = false;
    }
  }

  /** Reads places, all when none is named; again when it had to give way to something that a person asked for. */
  async #read(paths: string[], whole: boolean): Promise<void> {
    const before = troubled(this.places);
    try {
      const report = await job.readWatched(paths, whole);
      await this.load();
      if (report.files.length > 0) await library.changed();
      this.#tell(report.conversations, before);
    } catch (cause) {
      const error = toApiError(cause);
      if (error.code === 'cancelled' && job.gaveWay) return this.#read(paths, whole);
      if (error.code !== 'cancelled' && error.code !== 'not_found') toasts.error(error.message);
      await this.load();
    }
  }

  /**
   * Says in a line what came, and which place cannot be read any more; nothing when there is nothing to say. That a
   * conversation goes on is nothing to say: while a tool is at work that is the case all the time.
   */
  #tell(counts: Counts, before: Set<string>): void {
    const gain = outcomesOf({ ...counts, unchanged: 0, skipped: 0, failed: 0 });
    if (counts.new > 0) toasts.info(t('shell.watchedRead', { what: gain.join(t('shell.comma')) }));
    const lost = [...troubled(this.places)].filter((path) => !before.has(path)).length;
    if (lost > 0) toasts.info(t('shell.watchedTrouble', { n: lost }), { label: t('shell.watchedShow'), run: () => view.importAt('watched') });
  }
}

/** The paths of the places that were not read whole. */
function troubled(places: WatchedPlace[] | null): Set<string> {
  return new Set((places ?? []).filter((place) => place.error !== '').map((place) => place.path));
}

export const watched = new Watched();
