import { api, type PreviewPage } from '../lib/api';
import { ApiError, toApiError } from '../lib/errors';

/** How many records a preview reads. */
export const previewLimit = 20;

/** The first records of one dataset, looked at one by one. */
export class Preview {
  page = $state.raw<PreviewPage | null>(null);
  error = $state.raw<ApiError | null>(null);
  /** Which record is shown, from 0. */
  index = $state(0);

  constructor(readonly name: string) {}

  readonly count = $derived(this.page?.records?.length ?? 0);
  /** The JSON text of the record that is shown; empty when there is none. */
  readonly record = $derived(this.page?.records?.[this.index] ?? '');

  /** Reads the records back from the stored file. */
  async load(): Promise<void> {
    this.error = null;
    try {
      this.page = await api.datasetPreview(this.name, previewLimit);
      this.index = 0;
    } catch (error) {
      this.error = toApiError(error);
    }
  }

  /** Goes to a record; beyond the ends it stays at the end. */
  go(to: number): void {
    this.index = Math.max(0, Math.min(this.count - 1, to));
  }
}
