import type { Progress } from '../lib/api';

/** How much of a job is done, from 0 to 1: by bytes of the input when they are known, else by conversations; null when neither is. */
export function fractionDone(progress: Progress | null): number | null {
  if (!progress) return null;
  if (progress.bytes_total > 0) return Math.min(1, progress.bytes_done / progress.bytes_total);
  if (progress.total > 0) return Math.min(1, progress.conversations / progress.total);
  return null;
}
