import { intersamplePeak, REACH, suspectLevel, takeIn } from './intersample.ts';

/** Frames judged at once; any number gives the same result. */
const GROUP = 64;
const CAPACITY = 8192;

/**
 * Highest true peak of a stereo signal (ITU-R BS.1770-4, Annex 2): of its samples and of three points between every two
 * of them. Stretches that cannot exceed what was already found are not filtered; the result is the same to the bit.
 */
export interface TruePeakMeter {
  /** Takes interleaved stereo at 48 kHz; any whole number of frames, finite samples. */
  push(pcm: Float32Array): void;
  /** Highest true peak so far, linear, >= 0, as if silence followed. 1 is 0 dBTP. */
  peak(): number;
  /**
   * Highest true peak of what was pushed since this was last asked, so far as it is known: points of the last REACH frames
   * belong to the next answer. Linear.
   */
  take(): number;
}

export const createTruePeakMeter = (): TruePeakMeter => {
  const pcm = new Float32Array(CAPACITY * 2);
  const magnitudes = new Float32Array(CAPACITY);
  // The signal begins after silence: its first points lie before its first frame.
  let end = 2 * REACH;
  let next = REACH;
  let highest = 0;

  /** The highest of `floor` and the points after frames [from, to). */
  const scan = (from: number, to: number, floor: number): number => {
    let found = floor;
    for (let first = from; first < to; first += GROUP) {
      const count = Math.min(GROUP, to - first);
      const level = suspectLevel(pcm, magnitudes, first, count, found);
      if (level === Number.POSITIVE_INFINITY) continue;
      for (let n = first; n < first + count; n++) {
        if (magnitudes[n] <= level && magnitudes[n + 1] <= level) continue;
        const peak = intersamplePeak(pcm, n);
        if (peak > found) found = peak;
      }
    }
    return found;
  };

  return {
    push: (input) => {
      const total = input.length >> 1;
      for (let at = 0; at < total; ) {
        // REACH frames stay free behind the end: `peak` puts silence there.
        if (end === CAPACITY - REACH) {
          const keep = next - REACH;
          pcm.copyWithin(0, keep * 2, end * 2);
          magnitudes.copyWithin(0, keep, end);
          end -= keep;
          next -= keep;
        }
        const count = Math.min(total - at, CAPACITY - REACH - end);
        highest = Math.max(highest, takeIn(input, at, count, pcm, magnitudes, end));
        end += count;
        at += count;
        const ready = end - REACH;
        if (ready - next >= GROUP || end === CAPACITY - REACH) {
          highest = scan(next, ready, highest);
          next = ready;
        }
      }
    },
    take: () => {
      const ready = end - REACH;
      const found = ready > next ? scan(next, ready, highest) : highest;
      next = Math.max(next, ready);
      highest = 0;
      return found;
    },
    peak: () => {
      pcm.fill(0, end * 2, (end + REACH) * 2);
      magnitudes.fill(0, end, end + REACH);
      return scan(next, end, highest);
    },
  };
};
