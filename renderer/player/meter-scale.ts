/** Where levels lie on a meter, and how its bars fall. Pure. */

/** The lowest level that shows, dBFS. */
export const METER_FLOOR = -48;
/** Levels that are named under the bars, dBFS. */
export const METER_MARKS = [-48, -36, -24, -12, 0] as const;
/** How fast a bar falls, dB a second; as fast as sound rises it goes up. */
const FALL = 24;

/** A level in dBFS as a share of the meter's width, 0..1. */
export const levelShare = (level: number): number =>
  Math.max(0, Math.min(1, (level - METER_FLOOR) / (0 - METER_FLOOR)));

/** Where a bar stands `seconds` after it stood at `shown`, the sound being at `level` now. dBFS; never under the floor. */
export const barLevel = (shown: number, level: number, seconds: number): number =>
  Math.max(METER_FLOOR, level, shown - FALL * seconds);
