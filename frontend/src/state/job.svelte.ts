import { api, onProgress, type CheckReport, type ExportReport, type ExportRequest, type ImportReport, type Progress } from '../lib/api';
import { ApiError } from '../lib/errors';

/**
 * The running job: import, check, export or download. One runs at a time, as in the backend. Its calls resolve with the
 * job's answer and reject with an ApiError; "cancelled" is what a cancelled job rejects with.
 */
export class Job {
  /** The kind of the running job; null when none runs. */
  kind = $state<Progress['job'] | null>(null);
  /** The last progress of the running job; null before the first. */
  progress = $state.raw<Progress | null>(null);
  /** True from Cancel until the job has ended. */
  cancelling = $state(false);
  /** The report of the last import that ended; kept until the next begins. */
  importReport = $state.raw<ImportReport | null>(null);
  /** Why the last import failed as a whole; null when it did not. */
  importError = $state.raw<ApiError | null>(null);

  #settled: Promise<unknown> = Promise.resolve();
  #listening = false;

  /** Reads files and folders into the library. */
  import(paths: string[]): Promise<ImportReport> {
    return this.#importing(() => api.import(paths));
  }

  /** Reads the sample conversations into the library. */
  importSamples(): Promise<ImportReport> {
    return this.#importing(() => api.importSamples());
  }

  /** Runs an export without writing it. A check that still runs is cancelled first, so that the last question wins. */
  async check(request: ExportRequest, preview: number): Promise<CheckReport> {
    await this.#endCheck();
    return this.#run('check', () => api.check(request, preview));
  }

  /** Writes a dataset. A check that still runs is cancelled first. */
  async export(request: ExportRequest): Promise<ExportReport> {
    await this.#endCheck();
    return this.#run('export', () => api.export(request));
  }

  /** Saves a dataset's ZIP where the native dialog says; answers that path, empty when the person cancelled. */
  async download(name: string): Promise<string> {
    await this.#endCheck();
    return this.#run('download', () => api.datasetDownload(name));
  }

  /** Ends the running job, if there is one. */
  async cancel(): Promise<void> {
    if (this.kind === null) return;
    this.cancelling = true;
    await api.cancelJob();
  }

  async #endCheck(): Promise<void> {
    while (this.kind === 'check') {
      await this.cancel();
      await this.#settled;
    }
  }

  async #importing(call: () => Promise<ImportReport>): Promise<ImportReport> {
    await this.#endCheck();
    return this.#run('import', async () => {
      this.importReport = null;
      this.importError = null;
      try {
        return (this.importReport = await call());
      } catch (error) {
        if (error instanceof ApiError && error.code !== 'cancelled') this.importError = error;
        throw error;
      }
    });
  }

  #run<T>(kind: Progress['job'], call: () => Promise<T>): Promise<T> {
    if (this.kind !== null) return Promise.reject(new ApiError('busy', 'another import or export is running; wait for it or cancel it'));
    this.#listen();
    this.kind = kind;
    this.progress = null;
    this.cancelling = false;
    const answer = call().finally(() => {
      this.kind = null;
      this.progress = null;
      this.cancelling = false;
    });
    this.#settled = answer.catch(() => {});
    return answer;
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    onProgress((progress) => {
      if (progress.job === this.kind) this.progress = progress;
    });
  }
}

export const job = new Job();
