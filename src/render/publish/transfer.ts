/** How a transfer stands. */
export interface TransferProgress {
  /** Bytes that are there, those of an earlier run among them. */
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly sentFiles: number;
  readonly totalFiles: number;
  /** Bytes per second, of the last seconds; null: not known yet. */
  readonly rate: number | null;
  /** Null: not known yet. */
  readonly remainingSeconds: number | null;
}

export interface Transfer {
  sent(bytes: number, how: 'sent' | 'kept'): void;
  fileDone(): void;
  progress(): TransferProgress;
}

/** What is looked back on for the rate. Milliseconds. */
const WINDOW = 15_000;
/** A shorter look says nothing. Milliseconds. */
const SHORTEST = 500;

/** Counts what is sent. `now`: milliseconds, monotonic. */
export const createTransfer = (totalBytes: number, totalFiles: number, now: () => number): Transfer => {
  const began = now();
  let sentBytes = 0;
  let sentFiles = 0;
  let recent: { at: number; bytes: number }[] = [];
  return {
    sent(bytes, how) {
      sentBytes += bytes;
      // What was there already came at no speed.
      if (how === 'sent') recent.push({ at: now(), bytes });
    },
    fileDone() {
      sentFiles += 1;
    },
    progress() {
      const at = now();
      recent = recent.filter((piece) => at - piece.at <= WINDOW);
      const span = Math.min(WINDOW, at - began);
      const bytes = recent.reduce((sum, piece) => sum + piece.bytes, 0);
      const rate = span < SHORTEST || bytes === 0 ? null : (bytes / span) * 1000;
      const remainingSeconds = rate === null ? null : Math.max(0, totalBytes - sentBytes) / rate;
      return { sentBytes, totalBytes, sentFiles, totalFiles, rate, remainingSeconds };
    },
  };
};
