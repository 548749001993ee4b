import type { Lufs } from '../model/index.ts';
import { lufs } from '../model/index.ts';
import { BLOCK_FRAMES } from './loudness-meter.ts';

/**
 * Loudness from K-weighted energies, as ITU-R BS.1770-4, EBU Tech 3341 and EBU Tech 3342 define it. Pure functions on
 * what a LoudnessMeter gives: one mean square, summed over the channels, per sub-block (or per finer step).
 */

/** Momentary window, also the gating block: 400 ms, in frames. */
const MOMENTARY_FRAMES = 4 * BLOCK_FRAMES;
/** Short-term window: 3 s, in frames. */
const SHORT_TERM_FRAMES = 30 * BLOCK_FRAMES;
/** BS.1770-4: blocks at or under this are silence. LUFS. */
const ABSOLUTE_GATE = -70;
/** BS.1770-4: relative gate of integrated loudness, LU. */
const INTEGRATED_GATE = -10;
/** EBU Tech 3342: relative gate of the loudness range, LU, and its percentiles. */
const RANGE_GATE = -20;
const RANGE_LOW = 0.1;
const RANGE_HIGH = 0.95;

/** A mean square, summed over the channels, as LUFS; 0 is -Infinity. */
export const energyToLufs = (energy: number): Lufs => lufs(energy > 0 ? -0.691 + 10 * Math.log10(energy) : -Infinity);

/** The inverse of `energyToLufs`. */
const lufsToEnergy = (loudness: number): number => 10 ** ((loudness + 0.691) / 10);

/**
 * Mean energy of every window of `windowFrames`, one value per hop of `hopFrames`; the first value is the window that
 * begins with the signal. Empty where the signal is shorter than a window. Each window is summed anew: a running sum
 * would carry the rounding of a loud passage into the quiet one after it.
 */
const slidingMeans = (energies: Float64Array, windowFrames: number, hopFrames: number): Float64Array => {
  const width = Math.round(windowFrames / hopFrames);
  const means = new Float64Array(Math.max(0, energies.length - width + 1));
  for (let i = 0; i < means.length; i++) {
    let total = 0;
    for (let k = 0; k < width; k++) total += energies[i + k];
    means[i] = total / width;
  }
  return means;
};

/** Mean of the values over `gate`; 0 where there is none. */
const meanOver = (values: Float64Array, gate: number): number => {
  let total = 0;
  let count = 0;
  for (const value of values) {
    if (value > gate) {
      total += value;
      count++;
    }
  }
  return count > 0 ? total / count : 0;
};

/**
 * Integrated loudness of the whole signal (BS.1770-4): blocks of 400 ms overlapping by 75 %, those over -70 LUFS, and
 * of these the ones over 10 LU under their mean. -Infinity where no block passes, so always under 400 ms.
 */
export const integratedLoudness = (energies: Float64Array): Lufs => {
  const blocks = slidingMeans(energies, MOMENTARY_FRAMES, BLOCK_FRAMES);
  const absolute = lufsToEnergy(ABSOLUTE_GATE);
  const relative = meanOver(blocks, absolute) * 10 ** (INTEGRATED_GATE / 10);
  return energyToLufs(meanOver(blocks, Math.max(absolute, relative)));
};

/** Momentary loudness: LUFS of the 400 ms that begin at each hop (100 ms, or what `hopFrames` says the energies are). */
export const momentary = (energies: Float64Array, hopFrames: number = BLOCK_FRAMES): Float64Array =>
  slidingMeans(energies, MOMENTARY_FRAMES, hopFrames).map(energyToLufs);

/** Short-term loudness: LUFS of the 3 s that begin at each hop. */
export const shortTerm = (energies: Float64Array, hopFrames: number = BLOCK_FRAMES): Float64Array =>
  slidingMeans(energies, SHORT_TERM_FRAMES, hopFrames).map(energyToLufs);

/** How far a running sum may be from a sum of its own, as a share of the whole signal; rounding errs by far less. */
const SUM_ERROR = 1e-6;

/** The highest of `slidingMeans` with a hop of one value, to the bit; windows that cannot be it are not summed anew. */
const highestMean = (energies: Float64Array, width: number): number => {
  const sums = new Float64Array(energies.length + 1);
  for (let i = 0; i < energies.length; i++) sums[i + 1] = sums[i] + energies[i];
  let most = 0;
  for (let i = width; i < sums.length; i++) most = Math.max(most, sums[i] - sums[i - width]);
  const enough = most - SUM_ERROR * sums[energies.length];
  let max = 0;
  for (let i = 0; i + width <= energies.length; i++) {
    if (sums[i + width] - sums[i] < enough) continue;
    let total = 0;
    for (let k = 0; k < width; k++) total += energies[i + k];
    if (total / width > max) max = total / width;
  }
  return max;
};

/** Highest window mean; a signal shorter than the window counts as followed by silence. */
const maximum = (energies: Float64Array, windowFrames: number, hopFrames: number): Lufs => {
  const width = Math.round(windowFrames / hopFrames);
  if (energies.length >= width) return energyToLufs(highestMean(energies, width));
  return energyToLufs(energies.reduce((total, energy) => total + energy, 0) / width);
};

/**
 * Highest momentary loudness. On sub-blocks a burst between two hops reads up to 0.6 LU low; give it a meter's `steps()`
 * and STEP_FRAMES where EBU Tech 3341's tolerance of 0.1 LU is asked. A signal under 400 ms counts as followed by silence.
 */
export const maxMomentary = (energies: Float64Array, hopFrames: number = BLOCK_FRAMES): Lufs =>
  maximum(energies, MOMENTARY_FRAMES, hopFrames);

/** Highest short-term loudness. A signal under 3 s counts as followed by silence. */
export const maxShortTerm = (energies: Float64Array, hopFrames: number = BLOCK_FRAMES): Lufs =>
  maximum(energies, SHORT_TERM_FRAMES, hopFrames);

/**
 * Loudness range (EBU Tech 3342), LU, >= 0: from the 10th to the 95th percentile of short-term loudness, every 100 ms,
 * over -70 LUFS and over 20 LU under its mean. 0 where nothing passes (always under 3 s).
 */
export const loudnessRange = (energies: Float64Array): number => {
  const windows = slidingMeans(energies, SHORT_TERM_FRAMES, BLOCK_FRAMES);
  const absolute = lufsToEnergy(ABSOLUTE_GATE);
  const gate = Math.max(absolute, meanOver(windows, absolute) * 10 ** (RANGE_GATE / 10));
  const gated = windows.filter((energy) => energy > gate).sort();
  if (gated.length === 0) return 0;
  const at = (share: number): number => energyToLufs(gated[Math.round((gated.length - 1) * share)]);
  return at(RANGE_HIGH) - at(RANGE_LOW);
};

/**
 * Loudness of a take, for staging: integrated loudness, or, where no gating block passes (under 400 ms, or wholly under
 * -70 LUFS), the highest momentary loudness. Under 400 ms that counts the silence after it: a call of 100 ms reads 6 LU
 * under the loudness it has while it lasts. -Infinity for silence.
 */
export const takeLoudness = (energies: Float64Array): Lufs => {
  const integrated = integratedLoudness(energies);
  return Number.isFinite(integrated) ? integrated : maxMomentary(energies);
};
