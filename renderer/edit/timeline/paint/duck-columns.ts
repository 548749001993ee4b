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

/** How far the music is turned down in each column: the lowest linear factor in it, 0..1; 1 where nothing ducks it. */
export const duckColumns = ({ firstFrame, framesPerColumn, count }: Columns, curve: DuckingCurve): Float32Array => {
  const factors = new Float32Array(count).fill(1);
  for (const dip of dipsBetween(curve, firstFrame, firstFrame + count * framesPerColumn)) {
    const floor = toLinear(dip.depth);
    const first = Math.max(0, Math.floor((dip.start - firstFrame) / framesPerColumn));
    const last = Math.min(count - 1, Math.floor((dip.end - firstFrame) / framesPerColumn));
    for (let x = first; x <= last; x++) {
      const start = firstFrame + x * framesPerColumn;
      const factor = factorIn(dip, floor, start, start + framesPerColumn);
      if (factor < factors[x]) factors[x] = factor;
    }
  }
  return factors;
};

/** The lowest factor of a dip in [start, end): where the stretch comes nearest to its floor. */
const factorIn = (dip: Dip, floor: number, start: number, end: number): number => {
  if (end > dip.full && start < dip.release) return floor;
  const db = dipAt(dip, end <= dip.full ? end : start);
  return db === 0 ? 1 : 10 ** (db / 20);
};
