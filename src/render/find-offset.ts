import { CHANNELS } from '../model/index.ts';

/** Both signals are compared at a quarter of the engine's rate: 12 kHz holds speech, and is 0.083 ms a step. */
const STEP = 4;

/** Signals whose level is under -60 dBFS are too quiet to be told apart from a codec's noise. */
const QUIET = 1e-6;

/**
 * What is less alike than this is not what was looked for. Files without a cue came to 0.03; cues that are there to 0.92
 * and more in every format, limited hard and under louder music, too; white noise at 32 kb/s to 0.48.
 */
export const LEAST_MATCH = 0.25;

/** Mono, low-passed by averaging, at a quarter of the rate. */
const quartered = (pcm: Float32Array): Float64Array => {
  const out = new Float64Array(Math.floor(pcm.length / CHANNELS / STEP));
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = i * STEP * CHANNELS; k < (i + 1) * STEP * CHANNELS; k++) sum += pcm[k];
    out[i] = sum;
  }
  return out;
};

/** A steady tone fits again a period later: peaks this close to the best are as good, and the nearest one is meant. */
const AS_GOOD = 0.005;

/**
 * How far `wanted` is displaced in `found`, by the maximum of their cross-correlation. Both interleaved stereo;
 * `found` begins `reach` frames before `wanted` should, and ends as much after. Returns the displacement in frames
 * (in steps of 4, positive: late; -reach..reach; of equal ones the smallest) and the normalised correlation there
 * (1: the same signal), or null where `wanted` is under -60 dBFS.
 */
export const findOffset = (
  wanted: Float32Array,
  found: Float32Array,
  reach: number,
): { frames: number; match: number } | null => {
  const a = quartered(wanted);
  const b = quartered(found);
  let energy = 0;
  for (const x of a) energy += x * x;
  if (energy / (a.length * (STEP * CHANNELS) ** 2) < QUIET) return null;
  const lags = Math.floor(reach / STEP);
  const matches = new Float64Array(2 * lags + 1);
  for (let lag = 0; lag <= 2 * lags; lag++) {
    let cross = 0;
    let power = 0;
    for (let i = 0; i < a.length; i++) {
      const y = b[i + lag] ?? 0;
      cross += a[i] * y;
      power += y * y;
    }
    matches[lag] = power > 0 ? cross / Math.sqrt(energy * power) : 0;
  }
  const lag = nearestPeak(matches, lags);
  return { frames: (lag - lags) * STEP, match: matches[lag] };
};

/** Of the local maxima that are as good as the highest, the one nearest to `middle`. */
const nearestPeak = (matches: Float64Array, middle: number): number => {
  const enough = matches.reduce((most, match) => Math.max(most, match), -1) - AS_GOOD;
  const isPeak = (k: number): boolean =>
    matches[k] >= enough && matches[k] >= (matches[k - 1] ?? -1) && matches[k] >= (matches[k + 1] ?? -1);
  for (let away = 0; away <= middle; away++) {
    if (isPeak(middle - away)) return middle - away;
    if (isPeak(middle + away)) return middle + away;
  }
  return middle;
};
