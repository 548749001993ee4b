import type { Failure, FailureCode } from '../../model/index.ts';

/** How a failure is met: how often it is tried again, and how long after the first time. Milliseconds. */
export interface Retry {
  readonly times: number;
  readonly first: number;
}

/** A folder or a file that another program holds, or whose drive is away for a while. */
const maybeSoon: Retry = { times: 5, first: 2_000 };
/** A file that is not there: of a drive that comes back, or one that a person has to bring. */
const maybeBack: Retry = { times: 2, first: 2_000 };
/** What died may have died of the moment. */
const onceMore: Retry = { times: 2, first: 5_000 };

/**
 * What may pass by itself is tried again. Everything else is not: a person has to mend it. So it is with a full disk,
 * which each try would fill again.
 */
export const RETRIES: Readonly<Partial<Record<FailureCode, Retry>>> = {
  'folder-unwritable': maybeSoon,
  'file-unreadable': maybeSoon,
  'file-missing': maybeBack,
  'workout-missing': maybeBack,
  'music-missing': maybeBack,
  'take-missing': maybeBack,
  'worker-exited': onceMore,
  'ffmpeg-failed': onceMore,
  'store-unreachable': maybeSoon,
  'store-failed': maybeSoon,
};

/** Each wait is so many times the one before. */
const GROWTH = 3;
/** No wait is longer. Milliseconds. */
const LONGEST = 5 * 60_000;

/**
 * When a job that failed is tried again, milliseconds since 1970; null: it is not. `attempts`: how often it was begun, the
 * one that failed included. `random`, 0..1: each wait is up to a half longer, so that jobs that failed of one cause do not
 * all come back at one moment.
 */
export const nextTryAfter = (
  { code }: Pick<Failure, 'code'>,
  attempts: number,
  at: number,
  random: number,
): number | null => {
  const retry = RETRIES[code];
  if (!retry || attempts > retry.times) return null;
  const wait = Math.min(LONGEST, retry.first * GROWTH ** Math.max(0, attempts - 1));
  return Math.round(at + wait * (1 + random / 2));
};

/** A job whose process ended under it this often is not begun again: it may be what ends them. */
export const MOST_CRASHES = 5;
