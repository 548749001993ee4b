/** Onset strengths whose beat is looked at together: 1.4 s. */
const STRETCH = 256;
/** Stretches that agree about the beat's phase less than this have no grid in common. 0..1. */
const AGREEMENT = 0.6;
/** A grid is judged over so many stretches at a time (22 s) and holds in this share of them at least. */
const JUDGED = 16;
const HOLDS_IN = 2 / 3;
/** It holds where so much of the onsets lies on the beat. 1: all of it; 0: as much off the beat; real music: 0.1 to 0.7. */
const ON_THE_BEAT = 0.06;
/** Places in a beat that the folded onsets are sorted into. */
const PLACES = 192;
/** The strongest onset is looked for this close to the phase of the beat's period: a fifth of a beat. */
const SEARCH = 0.2;

/** Onsets this close to a beat settle where it is, in three rounds. Beats. */
const REACHES = [0.2, 0.1, 0.06];

/** How strongly a signal sets in, at even steps, >= 0, and how its low instruments do. */
export interface BeatEvidence {
  readonly onsets: Float32Array;
  readonly lows: Float32Array;
}

/** Beats at `first + k * period`, both in steps of the evidence. */
export interface BeatGrid {
  readonly period: number;
  /** 0 <= first < period. */
  readonly first: number;
}

/**
 * The one grid that beats of about `period` steps lie on from start to end, with its period made exact; null where
 * there is none, as where the tempo changes. Kicks and basses say where the beat is more than hats between them.
 */
export const fitBeatGrid = (evidence: BeatEvidence, period: number): BeatGrid | null => {
  const rough = phases(evidence, period);
  const drift = steadyDrift(rough);
  if (drift === null) return null;
  // Cycles per step, corrected by how far the phase moves from stretch to stretch.
  const exact = 1 / (1 / period + drift / (2 * Math.PI * STRETCH));
  if (!holds(phases(evidence, exact))) return null;
  let grid: BeatGrid = { period: exact, first: firstBeat(evidence, exact) };
  for (const reach of REACHES) grid = settle(evidence.onsets, grid, reach * exact);
  return { period: grid.period, first: grid.first - Math.floor(grid.first / grid.period) * grid.period };
};

/** The beat in each stretch, as a complex number, and all that sets in there. */
interface Phases {
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly total: Float64Array;
}

const phases = ({ onsets, lows }: BeatEvidence, period: number): Phases => {
  const count = Math.ceil(onsets.length / STRETCH);
  const [re, im, total] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let n = 0; n < onsets.length; n++) {
    const strength = onsets[n] + lows[n];
    if (strength === 0) continue;
    const angle = (-2 * Math.PI * n) / period;
    const stretch = Math.floor(n / STRETCH);
    re[stretch] += strength * Math.cos(angle);
    im[stretch] += strength * Math.sin(angle);
    total[stretch] += strength;
  }
  return { re, im, total };
};

/**
 * How far the phase moves per stretch, radians. Neighbours tell it roughly; stretches 2, 4, 8 … apart tell the rest,
 * each step being too small by then to be off by a whole turn. Null where stretches so far apart do not agree.
 */
const steadyDrift = ({ re, im }: Phases): number | null => {
  let drift = 0;
  for (let apart = 1; apart === 1 || apart <= re.length / 2; apart *= 2) {
    let sumRe = 0;
    let sumIm = 0;
    let most = 0;
    for (let i = 0; i + apart < re.length; i++) {
      sumRe += re[i] * re[i + apart] + im[i] * im[i + apart];
      sumIm += re[i] * im[i + apart] - im[i] * re[i + apart];
      most += Math.hypot(re[i], im[i]) * Math.hypot(re[i + apart], im[i + apart]);
    }
    if (most === 0 || Math.hypot(sumRe, sumIm) < AGREEMENT * most) return null;
    const off = (Math.atan2(sumIm, sumRe) - drift * apart) / (2 * Math.PI);
    drift += (2 * Math.PI * (off - Math.round(off))) / apart;
  }
  return drift;
};

/** True where most of the signal has its onsets on the grid's beats. */
const holds = ({ re, im, total }: Phases): boolean => {
  const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
  const phase = Math.atan2(sum(im), sum(re));
  let judged = 0;
  let held = 0;
  for (let at = 0; at < total.length; at += JUDGED) {
    const all = sum(total.subarray(at, at + JUDGED));
    if (all === 0) continue;
    const onBeat =
      sum(re.subarray(at, at + JUDGED)) * Math.cos(phase) + sum(im.subarray(at, at + JUDGED)) * Math.sin(phase);
    judged++;
    if (onBeat >= ON_THE_BEAT * all) held++;
  }
  return held > 0 && held >= HOLDS_IN * judged;
};

/** Where in a beat sound sets in: all beats laid over each other, the strongest place near the period's own phase. */
const firstBeat = ({ onsets, lows }: BeatEvidence, period: number): number => {
  const folded = new Float64Array(PLACES);
  let re = 0;
  let im = 0;
  for (let n = 0; n < onsets.length; n++) {
    const place = (n / period) % 1;
    folded[Math.floor(place * PLACES)] += onsets[n];
    re += (onsets[n] + lows[n]) * Math.cos(2 * Math.PI * place);
    im += (onsets[n] + lows[n]) * Math.sin(2 * Math.PI * place);
  }
  // Steps are wider than places: a place is judged with those that a step reaches. What comes in low rises late, and
  // is left out here.
  const reach = Math.ceil(PLACES / period);
  const at = (i: number): number => folded[((i % PLACES) + PLACES) % PLACES];
  const strengthAt = (i: number): number => {
    let sum = 0;
    for (let k = -reach; k <= reach; k++) sum += at(i + k) * (reach + 1 - Math.abs(k));
    return sum;
  };
  const middle = Math.round((Math.atan2(im, re) / (2 * Math.PI)) * PLACES);
  const search = Math.round(SEARCH * PLACES);
  let best = middle;
  for (let i = middle - search; i <= middle + search; i++) if (strengthAt(i) > strengthAt(best)) best = i;
  // Between places: the centre of what is around the best.
  let weight = 0;
  let moment = 0;
  for (let k = -reach; k <= reach; k++) {
    weight += at(best + k);
    moment += k * at(best + k);
  }
  const place = (best + 0.5 + (weight > 0 ? moment / weight : 0)) / PLACES;
  return (place - Math.floor(place)) * period;
};

/** Moves a grid to where the onsets within `reach` steps of its beats are: the straight line through them, by least squares. */
const settle = (onsets: Float32Array, { period, first }: BeatGrid, reach: number): BeatGrid => {
  let [w, wk, wkk, wr, wkr] = [0, 0, 0, 0, 0];
  for (let n = 0; n < onsets.length; n++) {
    const beat = Math.round((n - first) / period);
    const off = n - first - beat * period;
    if (Math.abs(off) > reach) continue;
    const weight = onsets[n];
    w += weight;
    wk += weight * beat;
    wkk += weight * beat * beat;
    wr += weight * off;
    wkr += weight * beat * off;
  }
  const spread = w * wkk - wk * wk;
  if (!(spread > 0)) return { period, first };
  const slope = (w * wkr - wk * wr) / spread;
  return { period: period + slope, first: first + (wr - slope * wk) / w };
};
