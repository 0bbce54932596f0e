import { api, type ImportEntry } from '../lib/api';
import { ApiError, toApiError } from '../lib/errors';

/** How many imports are read at a time. */
export const pageSize = 100;

/** The imports of the library, newest first. */
export class Imports {
  /** What was read of the list; null until it was read for the first time. */
  all = $state.raw<ImportEntry[] | null>(null);
  /** True when there are older ones that were not read. */
  more = $state(false);
  /** Why they could not be read. */
  error = $state.raw<ApiError | null>(null);

  #turn = 0;

  /** Reads the list anew, as far as it was read before. */
  async load(): Promise<void> {
    await this.#read(0, Math.max(pageSize, this.all?.length ?? 0), []);
  }

  /** Reads the next older ones. */
  async older(): Promise<void> {
    const known = this.all ?? [];
    await this.#read(known.at(-1)?.id ?? 0, pageSize, known);
  }

  /** Reads up to limit imports before one, behind those known; the answer to an older question is dropped. */
  async #read(before: number, limit: number, known: ImportEntry[]): Promise<void> {
    const turn = ++this.#turn;
    try {
      const found = (await api.imports(before, limit)) ?? [];
      if (turn !== this.#turn) return;
      this.all = [...known, ...found];
      this.more = found.length === limit;
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = toApiError(error);
    }
  }
}

export const imports = new Imports();
