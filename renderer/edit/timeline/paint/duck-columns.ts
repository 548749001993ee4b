import { dipAt } from '../../../../src/audio/index.ts';
import { type Dip, type DuckingCurve, toLinear } from '../../../../src/model/index.ts';
import { lastBefore } from '../hit-test.ts';

/** Where columns of the screen are: column `x` covers [firstFrame + x · framesPerColumn, + framesPerColumn). */
export interface Columns {
  readonly firstFrame: number;
  readonly framesPerColumn: number;
  readonly count: number;
}

const longest = new WeakMap<DuckingCurve, number>();
const longestDip = (curve: DuckingCurve): number => {
  const known = longest.get(curve) ?? curve.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  longest.set(curve, known);
  return known;
};

/** The dips of a curve that reach into [start, end). */
export const dipsBetween = (curve: DuckingCurve, start: number, end: number): DuckingCurve => {
  const first = lastBefore(curve, start - longestDip(curve), (dip) => dip.start) + 1;
  const last = lastBefore(curve, end, (dip) => dip.start) + 1;
  return curve.slice(first, last).filter((dip) => dip.end > start);
};

/** Wider columns are looked at in so many places, and show the mean: a second may hold more than one dip. Frames. */
const WIDE = 2400;
const PLACES = 8;

/** How far the music is turned down in each column, on the whole: a linear factor, 0..1; 1 where nothing ducks it. */
export const duckColumns = ({ firstFrame, framesPerColumn, count }: Columns, curve: DuckingCurve): Float32Array => {
  const places = framesPerColumn > WIDE ? PLACES : 1;
  const apart = framesPerColumn / places;
  const factors = new Float32Array(count * places).fill(1);
  for (const dip of dipsBetween(curve, firstFrame, firstFrame + count * framesPerColumn)) {
    const floor = toLinear(dip.depth);
    const first = Math.max(0, Math.floor((dip.start - firstFrame) / apart));
    const last = Math.min(factors.length - 1, Math.floor((dip.end - firstFrame) / apart));
    for (let i = first; i <= last; i++) {
      const factor = factorAt(dip, floor, firstFrame + (i + 0.5) * apart);
      if (factor < factors[i]) factors[i] = factor;
    }
  }
  if (places === 1) return factors;
  const means = new Float32Array(count);
  for (let i = 0; i < factors.length; i++) means[Math.floor(i / places)] += factors[i] / places;
  return means;
};

const factorAt = (dip: Dip, floor: number, frame: number): number =>
  frame >= dip.full && frame < dip.release ? floor : 10 ** (dipAt(dip, frame) / 20);
