import FFT from 'fft.js';
import { ONSET_RATE } from './onset.ts';

/** What is above the mean of so long around it is an onset: 0.6 s. */
const MEAN_REACH = Math.round(0.3 * ONSET_RATE);
/** Passages are made as strong as each other over so long: 8 s. */
const LEVEL_REACH = Math.round(4 * ONSET_RATE);
/** A passage this much weaker than the whole stays weak. */
const WEAK = 0.1;

/** Means of `values` over [n - reach, n + reach], as much of it as there is. */
const movingMean = (values: Float32Array, reach: number): Float32Array => {
  const means = new Float32Array(values.length);
  let sum = 0;
  for (let n = -reach; n < values.length; n++) {
    if (n + reach < values.length) sum += values[n + reach];
    if (n - reach - 1 >= 0) sum -= values[n - reach - 1];
    if (n >= 0) means[n] = sum / (Math.min(values.length, n + reach + 1) - Math.max(0, n - reach));
  }
  return means;
};

/** Onset strengths without their slow rise and fall: what stands out of its surroundings, about 1 RMS in any passage. */
export const standOut = (strength: Float32Array): Float32Array => {
  const means = movingMean(strength, MEAN_REACH);
  const peaks = strength.map((x, n) => Math.max(0, x - means[n]));
  const squares = peaks.map((x) => x * x);
  const levels = movingMean(squares, LEVEL_REACH);
  let total = 0;
  for (const x of squares) total += x;
  const floor = WEAK * Math.sqrt(total / Math.max(1, squares.length));
  return peaks.map((x, n) => (x > 0 ? x / (Math.sqrt(Math.max(0, levels[n])) + floor) : 0));
};

/** Values correlated at once (10.9 s), and from one such window to the next. */
const WINDOW = 2048;
const HOP = 1024;
/** Longest lag that is told. */
export const MOST_LAG = 1280;

/** Windows that so many values are correlated in. */
export const correlationWindows = (length: number): number => Math.max(0, Math.floor((length - WINDOW) / HOP) + 1);

/**
 * How alike `values` are to themselves a lag later, -1..1 per lag 0..MOST_LAG: the mean over windows of 11 s, each
 * counting the same. Null where nothing stands out, or for less than a window.
 */
export const meanAutocorrelation = (values: Float32Array): Float64Array | null => {
  const fft = new FFT(2 * WINDOW);
  const input: number[] = new Array(2 * WINDOW).fill(0);
  const spectrum: number[] = fft.createComplexArray();
  const back: number[] = fft.createComplexArray();
  const sums = new Float64Array(MOST_LAG + 1);
  let windows = 0;
  for (let at = 0; at + WINDOW <= values.length; at += HOP) {
    let mean = 0;
    for (let i = 0; i < WINDOW; i++) mean += values[at + i] / WINDOW;
    for (let i = 0; i < WINDOW; i++) input[i] = values[at + i] - mean;
    fft.realTransform(spectrum, input);
    fft.completeSpectrum(spectrum);
    for (let k = 0; k < spectrum.length; k += 2) {
      spectrum[k] = spectrum[k] ** 2 + spectrum[k + 1] ** 2;
      spectrum[k + 1] = 0;
    }
    fft.inverseTransform(back, spectrum);
    if (!(back[0] > 1e-9)) continue;
    for (let lag = 0; lag <= MOST_LAG; lag++) {
      sums[lag] += (back[2 * lag] / back[0]) * (WINDOW / (WINDOW - lag));
    }
    windows++;
  }
  return windows > 0 ? sums.map((sum) => sum / windows) : null;
};
