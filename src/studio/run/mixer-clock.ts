import { type Frames, frames } from '../../model/index.ts';

/** An estimate rests on what the mixer said within this time. Milliseconds. */
const WINDOW = 2_000;
/** A mixer that has said nothing for so long stands still, as far as is known. Milliseconds. */
const SILENT = 1_000;
const PER_MS = 48;

/**
 * Which frame the session is at, from the frames its mixer says it has mixed. A message is late by what it took on its
 * way, never early: the largest offset of the last seconds is the truest. The estimate never goes back, and stands still
 * without a mixer. All `ms` are of one monotonic clock.
 */
export interface MixerClock {
  /** A mixer begins to count: its frame 0 is frame `at` of the session, which is not past. Until it is heard, time stands. */
  start(at: Frames): void;
  /** It has mixed so many frames. */
  feed(frame: Frames, ms: number): void;
  now(ms: number): Frames;
  stop(ms: number): void;
  /** A mixer counts. */
  isRunning(): boolean;
}

interface Heard {
  readonly ms: number;
  /** Frame that the session would have been at, at 0 ms. */
  readonly offset: number;
}

/** `from`: where the session stands before its first mixer. */
export const createMixerClock = (from: Frames): MixerClock => {
  let last: number = from;
  /** Session frame of the mixer's frame 0; null: there is none. */
  let base: number | null = null;
  let heard: Heard[] = [];

  const now = (ms: number): Frames => {
    if (base === null || heard.length === 0) return frames(last);
    const newest = heard[heard.length - 1];
    const until = Math.min(ms, newest.ms + SILENT);
    const offset = Math.max(...heard.map((each) => each.offset));
    last = Math.max(last, Math.floor(base + offset + until * PER_MS));
    return frames(last);
  };
  return {
    start(at) {
      last = Math.max(last, at);
      base = last;
      heard = [];
    },
    feed(frame, ms) {
      // A device that is still being opened takes its time over frame 0.
      if (base === null || frame === 0) return;
      // What is as high as the newest can never be the largest again before it.
      const offset = frame - ms * PER_MS;
      heard = [...heard.filter((each) => each.ms > ms - WINDOW && each.offset > offset), { ms, offset }];
    },
    now,
    stop(ms) {
      now(ms);
      base = null;
      heard = [];
    },
    isRunning: () => base !== null,
  };
};
