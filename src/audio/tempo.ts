import { fitBeatGrid } from './beat-grid.ts';
import { createOnsetMeter, ONSET_RATE, type Onsets, onsetTime } from './onset.ts';
import { correlationWindows, MOST_LAG, meanAutocorrelation, standOut } from './tempo-correlation.ts';

/** Slowest and fastest beat that is looked for, per minute. */
const SLOWEST = 50;
const FASTEST = 210;
/** Beats are counted in this range where half or twice as many would fit as well. */
const USUAL_FROM = 88;
const USUAL_TO = 182;
/** What a tempo outside of it counts at most, and within how many octaves it comes to count little. */
const UNUSUAL = 0.85;
const UNUSUAL_WIDTH = 0.5;
/** How far apart candidates are, first and where the best of them is: 0.2 % and 0.01 %. */
const ROUGH_STEP = 1.002;
const FINE_STEP = 1.0001;
/** Beats ahead that a candidate is held against. */
const COMB = 4;
/**
 * How alike beats must be for a tempo, 0..1: so much, and so much more for a single window of 11 s, fading with the root
 * of their number. Noise reaches 0.02 over a minute, speech 0.05, dance music 0.7.
 */
const ALIKE = 0.1;
const ALIKE_ALONE = 0.2;
/** A grid may be rounded to 0.01 bpm where that moves its last beat by less. Seconds. */
const ROUNDING_MOVES = 0.01;

/** Strengths rise this much before the sound that they tell has fully set in. Seconds, measured on drums and clicks. */
const EARLY = 0.003;

/** The tempo of a signal, where it has one. */
export interface Tempo {
  /** Beats per minute, to 0.01 (finer where a grid over the whole signal needs it); null: no steady beat. */
  readonly bpm: number | null;
  /** First beat of the grid, seconds, 0 <= it < 60 / bpm; null: no one grid fits the whole signal. */
  readonly firstBeat: number | null;
}

/** Finds tempo and beat grid of a signal that arrives in pieces; how it is cut changes nothing. */
export interface TempoMeter {
  /** Takes interleaved stereo at 48 kHz; any whole number of frames, finite samples. */
  push(pcm: Float32Array): void;
  /** Ends the signal. Under 11 s there is no tempo. */
  finish(): Tempo;
}

export const createTempoMeter = (): TempoMeter => {
  const onsets = createOnsetMeter();
  return { push: onsets.push, finish: () => findTempo(onsets.finish()) };
};

const findTempo = ({ strength, low }: Onsets): Tempo => {
  const onsets = standOut(strength);
  const alike = meanAutocorrelation(onsets);
  const period = alike && bestPeriod(alike, correlationWindows(onsets.length));
  if (period === null) return { bpm: null, firstBeat: null };
  const grid = fitBeatGrid({ onsets, lows: standOut(low) }, period);
  if (grid === null) return { bpm: rounded(perMinute(period), 2), firstBeat: null };
  const seconds = strength.length / ONSET_RATE;
  const exact = perMinute(grid.period);
  const moved = Math.abs(rounded(exact, 2) - exact) * (seconds / exact);
  const bpm = rounded(exact, moved < ROUNDING_MOVES ? 2 : 5);
  const beat = 60 / bpm;
  const first = onsetTime(grid.first) + EARLY;
  return { bpm, firstBeat: rounded(first - Math.floor(first / beat) * beat, 4) };
};

const perMinute = (period: number): number => (60 * ONSET_RATE) / period;
const rounded = (n: number, decimals: number): number => Number(n.toFixed(decimals));

/** The period, in steps, whose multiples are most alike; null where none is alike enough to be a beat. */
const bestPeriod = (alike: Float64Array, windows: number): number | null => {
  const rough = bestTempo(alike, SLOWEST, FASTEST, ROUGH_STEP);
  const bpm = bestTempo(alike, rough / ROUGH_STEP, rough * ROUGH_STEP, FINE_STEP);
  const period = (60 * ONSET_RATE) / bpm;
  return combScore(alike, period) >= ALIKE + ALIKE_ALONE / Math.sqrt(windows) ? period : null;
};

const bestTempo = (alike: Float64Array, from: number, to: number, step: number): number => {
  let best = from;
  let highest = Number.NEGATIVE_INFINITY;
  for (let bpm = from; bpm <= to; bpm *= step) {
    const score = combScore(alike, (60 * ONSET_RATE) / bpm) * usualness(bpm);
    if (score > highest) {
      highest = score;
      best = bpm;
    }
  }
  return best;
};

/** Mean likeness at a period and its multiples, between lags on a straight line. */
const combScore = (alike: Float64Array, period: number): number => {
  let sum = 0;
  for (let beat = 1; beat <= COMB; beat++) {
    const lag = Math.min(MOST_LAG - 1, Math.floor(beat * period));
    const share = beat * period - lag;
    sum += alike[lag] * (1 - share) + alike[lag + 1] * share;
  }
  return sum / COMB;
};

const usualness = (bpm: number): number => {
  const outside = Math.max(0, Math.log2(USUAL_FROM / bpm), Math.log2(bpm / USUAL_TO));
  return outside === 0 ? 1 : UNUSUAL * Math.exp(-0.5 * (outside / UNUSUAL_WIDTH) ** 2);
};
