/**
 * What a signal does between its samples: four-times interpolation as ITU-R BS.1770-4, Annex 2 asks, with a windowed
 * sinc of 24 taps a phase (the standard's example has 12). Phases lie at 1/4, 1/2 and 3/4 between two frames; the frames
 * themselves are the fourth. Flat within 0.05 dB to 20 kHz, and exact on straight lines.
 *
 * Most frames cannot hold a peak that matters, and two bounds prove it without filtering:
 *   |y| <= L1 * p                      p: the highest sample under the filter, L1: sum of |taps|
 *   |y| <= max(|x[n]|, |x[n+1]|) + G * q   q: the highest second difference under the filter
 * The second holds because the filter is exact on straight lines: what it adds to the line through x[n] and x[n+1] is
 * a weighted sum of second differences, with G the sum of the weights. Music, being mostly low, has a small q.
 */

/** Frames that interpolation after frame n reaches: [n - REACH + 1, n + REACH]. */
export const REACH = 12;

/** Kaiser window's shape: flat to 20 kHz with 24 taps. */
const KAISER_BETA = 5;
/** Room for rounding in the bounds. */
const SAFE = 1 + 1e-9;

/** Modified Bessel function of order 0. */
const bessel0 = (x: number): number => {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
};

/** Taps for the point `phase` (0..1) after frame n; tap i weighs frame n - REACH + 1 + i. */
const design = (phase: number): Float64Array => {
  const taps = new Float64Array(2 * REACH);
  const place = (i: number): number => i - REACH + 1 - phase;
  for (let i = 0; i < taps.length; i++) {
    const window = bessel0(KAISER_BETA * Math.sqrt(1 - (place(i) / REACH) ** 2)) / bessel0(KAISER_BETA);
    taps[i] = (Math.sin(Math.PI * place(i)) / (Math.PI * place(i))) * window;
  }
  const sum = taps.reduce((total, tap) => total + tap, 0);
  for (let i = 0; i < taps.length; i++) taps[i] /= sum;
  // Exact on a slope too: shift the remaining moment between the two middle taps.
  const moment = taps.reduce((total, tap, i) => total + tap * place(i), 0);
  taps[REACH - 1] += moment;
  taps[REACH] -= moment;
  return taps;
};

const QUARTER = design(0.25);
const HALF = design(0.5);

/** Sum of |taps|: no interpolated value exceeds the highest sample times this. */
const l1Norm = (taps: Float64Array): number => taps.reduce((total, tap) => total + Math.abs(tap), 0);
/** Sum of the weights that second differences have in (interpolated value - straight line). */
const bendNorm = (taps: Float64Array, phase: number): number => {
  let slope = 0;
  let bend = 0;
  let norm = 0;
  for (let i = 0; i < taps.length; i++) {
    const line = i === REACH - 1 ? 1 - phase : i === REACH ? phase : 0;
    slope += taps[i] - line;
    bend += slope;
    norm += Math.abs(bend);
  }
  return norm;
};
const L1 = Math.max(l1Norm(QUARTER), l1Norm(HALF)) * SAFE;
const G = Math.max(bendNorm(QUARTER, 0.25), bendNorm(HALF, 0.5)) * SAFE;

// Pairs of taps at equal distance from the middle: frame n - k and frame n + 1 + k. The filter at 3/4 is the one at 1/4
// mirrored, so with sums s and differences d of a pair, y(1/4) = E.s + O.d and y(3/4) = E.s - O.d.
const MIDDLE = new Float64Array(REACH);
const EVEN = new Float64Array(REACH);
const ODD = new Float64Array(REACH);
for (let k = 0; k < REACH; k++) {
  MIDDLE[k] = HALF[REACH - 1 - k];
  EVEN[k] = (QUARTER[REACH - 1 - k] + QUARTER[REACH + k]) / 2;
  ODD[k] = (QUARTER[REACH - 1 - k] - QUARTER[REACH + k]) / 2;
}

/**
 * Highest |value| of both channels at 1/4, 1/2 and 3/4 between frames n and n + 1 of interleaved stereo `pcm`, linear.
 * Frames [n - REACH + 1, n + REACH] must be inside `pcm`. Every call sums in the same order: the same frames give the
 * same bits, wherever they lie.
 */
export const intersamplePeak = (pcm: Float32Array, n: number): number => {
  let leftMiddle = 0;
  let leftEven = 0;
  let leftOdd = 0;
  let rightMiddle = 0;
  let rightEven = 0;
  let rightOdd = 0;
  let before = 2 * n;
  let after = 2 * n + 2;
  for (let k = 0; k < REACH; k++) {
    const middle = MIDDLE[k];
    const even = EVEN[k];
    const odd = ODD[k];
    const leftSum = pcm[before] + pcm[after];
    const rightSum = pcm[before + 1] + pcm[after + 1];
    leftMiddle += middle * leftSum;
    leftEven += even * leftSum;
    leftOdd += odd * (pcm[before] - pcm[after]);
    rightMiddle += middle * rightSum;
    rightEven += even * rightSum;
    rightOdd += odd * (pcm[before + 1] - pcm[after + 1]);
    before -= 2;
    after += 2;
  }
  const left = Math.max(Math.abs(leftMiddle), Math.abs(leftEven) + Math.abs(leftOdd));
  const right = Math.max(Math.abs(rightMiddle), Math.abs(rightEven) + Math.abs(rightOdd));
  return left > right ? left : right;
};

/**
 * Copies `count` frames of `input` from frame `at` to frame `to` of `pcm`, notes max(|left|, |right|) of each in
 * `magnitudes`, and returns the highest of these.
 */
export const takeIn = (
  input: Float32Array,
  at: number,
  count: number,
  pcm: Float32Array,
  magnitudes: Float32Array,
  to: number,
): number => {
  let highest = 0;
  let from = 2 * at;
  let out = 2 * to;
  for (let n = to; n < to + count; n++) {
    const left = input[from];
    const right = input[from + 1];
    pcm[out] = left;
    pcm[out + 1] = right;
    const l = Math.abs(left);
    const r = Math.abs(right);
    const magnitude = l > r ? l : r;
    magnitudes[n] = magnitude;
    if (magnitude > highest) highest = magnitude;
    from += 2;
    out += 2;
  }
  return highest;
};

/** Highest |second difference| of both channels around frames [from, to). */
const highestBend = (pcm: Float32Array, from: number, to: number): number => {
  let highest = 0;
  let l0 = pcm[2 * from - 2];
  let r0 = pcm[2 * from - 1];
  let l1 = pcm[2 * from];
  let r1 = pcm[2 * from + 1];
  for (let i = 2 * from + 2; i <= 2 * to; i += 2) {
    const l2 = pcm[i];
    const r2 = pcm[i + 1];
    const left = Math.abs(l0 - l1 - l1 + l2);
    const right = Math.abs(r0 - r1 - r1 + r2);
    if (left > highest) highest = left;
    if (right > highest) highest = right;
    l0 = l1;
    l1 = l2;
    r0 = r1;
    r1 = r2;
  }
  return highest;
};

/**
 * How high a sample must be next to a point between frames [first, first + count] for that point to exceed `threshold`:
 * Infinity where none can. `magnitudes` holds max(|left|, |right|) of every frame of `pcm`. A point after frame n whose
 * two neighbours are both at or under the answer need not be filtered.
 */
export const suspectLevel = (
  pcm: Float32Array,
  magnitudes: Float32Array,
  first: number,
  count: number,
  threshold: number,
): number => {
  const from = first - REACH + 1;
  const to = first + count + REACH;
  let peak = 0;
  for (let n = from; n < to; n++) if (magnitudes[n] > peak) peak = magnitudes[n];
  if (peak * L1 <= threshold) return Number.POSITIVE_INFINITY;
  const level = threshold - G * highestBend(pcm, from + 1, to - 1);
  return peak <= level ? Number.POSITIVE_INFINITY : level;
};
