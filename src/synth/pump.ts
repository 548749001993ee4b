import { raisedCosine } from './envelopes.ts';

/** The kick's way of pushing the rest down: fully down as it hits, back up in time for the off-beat. Frames. */
const BEFORE = 240;
const HELD = 1200;
const BACK = 12_000;

/** How far down one kick pushes, 0 (not) .. 1 (fully), `n` frames after it hits. Not at all outside a third of a second. */
const pushAt = (n: number): number => {
  if (n < 0) return raisedCosine((n + BEFORE) / BEFORE);
  return 1 - raisedCosine((n - HELD) / BACK);
};

/**
 * Fills `into` with how far the kicks push at [start, start + length): at each frame what the hardest-pushing kick does,
 * never the sum. `kicks`: the frames they hit on, rising.
 */
export const fillPump = (kicks: readonly number[], start: number, length: number, into: Float64Array): void => {
  into.fill(0, 0, length);
  for (let k = firstAfter(kicks, start - HELD - BACK); k < kicks.length; k++) {
    const first = Math.max(0, kicks[k] - BEFORE - start);
    if (first >= length) return;
    const end = Math.min(length, kicks[k] + HELD + BACK - start);
    for (let n = first; n < end; n++) into[n] = Math.max(into[n], pushAt(start + n - kicks[k]));
  }
};

/** Index of the first of rising numbers that is greater than `limit`. */
export const firstAfter = (rising: ArrayLike<number>, limit: number): number => {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
};
