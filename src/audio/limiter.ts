import type { Decibels } from '../model/index.ts';
import { decibels, toLinear } from '../model/index.ts';
import {
  ATTACK_FRAMES,
  createGainReduction,
  MAX_REDUCTION,
  REDUCTION_PER_DB,
  RELEASE_FRAMES,
  STEPS_PER_DB,
} from './gain-reduction.ts';
import { intersamplePeak, REACH, suspectLevel, takeIn } from './intersample.ts';

/** Frames by which output lags input: an output frame depends on input up to this many frames after it. */
export const LIMITER_LOOKAHEAD = ATTACK_FRAMES + REACH;
/**
 * Frames of input before an output frame that can influence it: a limiter started at least this far ahead of a frame
 * gives the same samples from that frame on as one that ran from the beginning. About 405 ms.
 */
export const LIMITER_MEMORY = RELEASE_FRAMES + ATTACK_FRAMES + REACH;

/** Frames judged at once; any number gives the same result. */
const GROUP = 64;
/** Frames of input held at once, behind the LIMITER_LOOKAHEAD that must stay. */
const CHUNK = 4096;
const NEPERS_PER_REDUCTION = Math.LN10 / 20 / REDUCTION_PER_DB;

/** What a limiter did so far. */
export interface LimiterStats {
  /** Most that was taken off an output frame. Decibels, 0..24. */
  readonly maxReduction: Decibels;
  /** Output frames that were turned down at all. */
  readonly limitedFrames: number;
  /** True where a peak needed more than 24 dB: the ceiling did not hold there. */
  readonly overrun: boolean;
}

/**
 * A look-ahead true-peak limiter. Both channels get one gain; it is down 5 ms ahead of a peak and comes back at 60 dB a
 * second. Where nothing is over the ceiling within its memory, output is input bit for bit. Output never depends on
 * block sizes, nor on anything further back than LIMITER_MEMORY.
 */
export interface Limiter {
  /**
   * Takes interleaved stereo, finite samples, any whole number of frames, and writes output from the start of `output`
   * (at least as long as `input`; may be `input` itself). Returns frames written: all but the first LIMITER_LOOKAHEAD
   * of a signal give one output frame each. Allocates nothing.
   */
  process(input: Float32Array, output: Float32Array): number;
  /**
   * Ends the signal as if silence followed, writes the frames still due (`output` holds LIMITER_LOOKAHEAD frames) and
   * returns how many. The limiter is then as new; its stats go on.
   */
  flush(output: Float32Array): number;
  stats(): LimiterStats;
  /** Most that was taken off an output frame since this was last asked. Decibels, 0..24. Allocates nothing. */
  taken(): Decibels;
}

/** `ceiling`: the highest true peak let through, dBTP, -24..0. */
export const createLimiter = (ceiling: Decibels): Limiter => {
  const threshold = toLinear(ceiling);
  const reduction = createGainReduction();
  const pcm = new Float32Array((LIMITER_LOOKAHEAD + CHUNK) * 2);
  const magnitudes = new Float32Array(LIMITER_LOOKAHEAD + CHUNK);
  const silence = new Float32Array(LIMITER_LOOKAHEAD * 2);
  let end = LIMITER_LOOKAHEAD;
  let due = -LIMITER_LOOKAHEAD;
  let maxReduction = 0;
  let recentReduction = 0;
  let limitedFrames = 0;
  let overrun = false;

  /** What a frame with this true peak needs, in steps. */
  const needOf = (peak: number): number => {
    if (!(peak > threshold)) return 0;
    const need = Math.ceil(20 * Math.log10(peak / threshold) * STEPS_PER_DB);
    if (need <= MAX_REDUCTION) return need;
    overrun = true;
    return MAX_REDUCTION;
  };

  /** Judges frames [first, first + count); writes the frames ATTACK_FRAMES before them to `output` from `to` on. */
  const limit = (first: number, count: number, output: Float32Array, to: number): void => {
    const level = suspectLevel(pcm, magnitudes, first, count, threshold);
    let from = 2 * (first - ATTACK_FRAMES);
    let out = 2 * to;
    if (level === Number.POSITIVE_INFINITY && reduction.idle()) {
      if (out < 0) {
        from -= out;
        out = 0;
      }
      for (const stop = 2 * (to + count); out < stop; ) output[out++] = pcm[from++];
      return;
    }
    for (let n = first; n < first + count; n++) {
      const suspect = magnitudes[n] > level || magnitudes[n + 1] > level;
      const point = suspect ? intersamplePeak(pcm, n) : 0;
      // A point counts for the frame before it; the one after is turned down as far, save one frame of release.
      const taken = reduction.next(needOf(Math.max(magnitudes[n], point)));
      if (out >= 0) {
        if (taken === 0) {
          output[out] = pcm[from];
          output[out + 1] = pcm[from + 1];
        } else {
          const gain = Math.exp(-taken * NEPERS_PER_REDUCTION);
          output[out] = pcm[from] * gain;
          output[out + 1] = pcm[from + 1] * gain;
          limitedFrames++;
          if (taken > recentReduction) recentReduction = taken;
        }
      }
      from += 2;
      out += 2;
    }
  };

  const process = (input: Float32Array, output: Float32Array): number => {
    const total = input.length >> 1;
    let written = 0;
    for (let at = 0; at < total; ) {
      if (end === LIMITER_LOOKAHEAD + CHUNK) {
        pcm.copyWithin(0, CHUNK * 2);
        magnitudes.copyWithin(0, CHUNK);
        end = LIMITER_LOOKAHEAD;
      }
      const count = Math.min(total - at, LIMITER_LOOKAHEAD + CHUNK - end);
      takeIn(input, at, count, pcm, magnitudes, end);
      // Each frame taken lets the one REACH before it be judged, and the one ATTACK_FRAMES before that be written.
      for (let n = 0; n < count; n += GROUP) {
        const group = Math.min(GROUP, count - n);
        const skipped = Math.min(0, due);
        limit(end - REACH + n, group, output, written + skipped);
        written += Math.max(0, group + skipped);
        due = Math.min(0, due + group);
      }
      end += count;
      at += count;
    }
    return written;
  };

  const taken = (): Decibels => {
    const most = recentReduction;
    if (most > maxReduction) maxReduction = most;
    recentReduction = 0;
    return decibels(most / REDUCTION_PER_DB);
  };

  return {
    process,
    flush: (output) => {
      const written = process(silence, output);
      reduction.reset();
      pcm.fill(0);
      magnitudes.fill(0);
      end = LIMITER_LOOKAHEAD;
      due = -LIMITER_LOOKAHEAD;
      return written;
    },
    stats: () => ({
      maxReduction: decibels(Math.max(maxReduction, recentReduction) / REDUCTION_PER_DB),
      limitedFrames,
      overrun,
    }),
    taken,
  };
};
