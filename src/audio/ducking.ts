import { type Decibels, type Dip, type DuckingCurve, decibels } from '../model/index.ts';

/** Decibels of one dip at frame `n`: a raised cosine in dB on either side of its floor, 0 outside [start, end). */
export const dipAt = (dip: Dip, n: number): number => {
  if (n < dip.start || n >= dip.end) return 0;
  if (n < dip.full) return (dip.depth * (1 - Math.cos((Math.PI * (n - dip.start)) / (dip.full - dip.start)))) / 2;
  if (n < dip.release) return dip.depth;
  return (dip.depth * (1 + Math.cos((Math.PI * (n - dip.release)) / (dip.end - dip.release)))) / 2;
};

/** The ducking curve at frame `n`, decibels, -40..0: the lowest dip there, 0 where there is none. */
export const duckingAt = (curve: DuckingCurve, n: number): Decibels => {
  let lowest = 0;
  for (const dip of curve) lowest = Math.min(lowest, dipAt(dip, n));
  return decibels(lowest);
};

/**
 * Fills `gains` with the curve as linear factors for frames [start, start + gains.length). Returns false, leaving
 * `gains` untouched, where no dip reaches into that stretch: the factor is 1 throughout. A frame's factor never
 * depends on where the block begins.
 */
export const renderDucking = (curve: DuckingCurve, start: number, gains: Float64Array): boolean => {
  const end = start + gains.length;
  let ducked = false;
  for (const dip of curve) {
    if (dip.end <= start || dip.start >= end) continue;
    if (!ducked) gains.fill(0);
    ducked = true;
    const last = Math.min(end, dip.end);
    for (let n = Math.max(start, dip.start); n < last; n++) {
      const db = dipAt(dip, n);
      if (db < gains[n - start]) gains[n - start] = db;
    }
  }
  if (!ducked) return false;
  let db = 0;
  let factor = 1;
  for (let i = 0; i < gains.length; i++) {
    if (gains[i] !== db) {
      db = gains[i];
      factor = 10 ** (db / 20);
    }
    gains[i] = factor;
  }
  return true;
};
