/** A pause after which taps begin anew, milliseconds. */
const PAUSE_MS = 2_500;
/** Taps that are remembered: enough to be steady, few enough to follow a correction. */
const MOST = 16;

/** Adds a tap to those before it; after a pause it is the first of new ones. Times in milliseconds, rising. */
export const withTap = (taps: readonly number[], at: number): readonly number[] => {
  const last = taps.at(-1);
  return last === undefined || at - last > PAUSE_MS ? [at] : [...taps.slice(1 - MOST), at];
};

/**
 * Beats per minute of taps, to a tenth: from the median of the times between them, which one late or missed tap leaves
 * as it is. Null: fewer than four taps.
 */
export const tappedTempo = (taps: readonly number[]): number | null => {
  if (taps.length < 4) return null;
  const between = taps
    .slice(1)
    .map((at, i) => at - taps[i]!)
    .sort((a, b) => a - b);
  const half = between.length / 2;
  const median = between.length % 2 === 1 ? between[Math.floor(half)]! : (between[half - 1]! + between[half]!) / 2;
  return Math.round(600_000 / median) / 10;
};
