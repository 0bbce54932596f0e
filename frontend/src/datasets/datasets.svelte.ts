import { api, type Dataset } from '../lib/api';
import { ApiError, toApiError } from '../lib/errors';

/** The datasets of the library. */
export class Datasets {
  /** Newest first; null until they were read for the first time. */
  all = $state.raw<Dataset[] | null>(null);
  /** Why they could not be read. */
  error = $state.raw<ApiError | null>(null);

  #turn = 0;

  /** Reads the list; the answer to an older question is dropped. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const all = (await api.datasets()) ?? [];
      if (turn !== this.#turn) return;
      this.all = all.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = toApiError(error);
    }
  }

  /** Removes a dataset for ever. Rejects with an ApiError when that fails; then the list is as the library has it. */
  async remove(name: string): Promise<void> {
    try {
      await api.datasetDelete(name);
    } finally {
      await this.load();
    }
  }
}

export const datasets = new Datasets();
