import { setTimeout } from 'node:timers/promises';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Tries in all, >= 1. */
  readonly tries: number;
  /** Wait before the second try; it doubles with each. Milliseconds. */
  readonly firstWait: number;
  /** Longest wait. Milliseconds. */
  readonly longestWait: number;
  /** Whether another try may help. */
  readonly mayHelp: (error: unknown) => boolean;
}

/** Wait before the try after `failed` failures: half of it by chance, so that many who failed together do not come back together. */
export const waitAfter = (failed: number, firstWait: number, longestWait: number, chance: number): number =>
  Math.min(longestWait, firstWait * 2 ** (failed - 1)) * (0.5 + chance / 2);

/** Tries something again, after waits that grow, for as long as that may help. */
export const withRetry = async <T>(
  { signal, tries, firstWait, longestWait, mayHelp }: RetryOptions,
  work: () => Promise<T>,
): Promise<T> => {
  for (let failed = 1; ; failed++) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || failed >= tries || !mayHelp(error)) throw error;
    }
    await setTimeout(waitAfter(failed, firstWait, longestWait, Math.random()), undefined, { signal });
  }
};
