import { type Frames, frames } from '../../../src/model/index.ts';

/**
 * Frames as the file says them: milliseconds to a thousandth, which is less than a frame, so that reading them back
 * gives the same frame.
 */
export const toMs = (frame: number): number => Math.round((frame * 1000) / 48) / 1000;

/** Frames to seconds as segments are written: to a microsecond, which gives the same frame again. */
export const toWrittenSeconds = (frame: number): number => Math.round((frame * 1_000_000) / 48_000) / 1_000_000;

/** A distance to the nearest whole millisecond, the same forth and back: what is put somewhere by eye has no finer place. */
export const wholeMs = (distance: number): number => Math.sign(distance) * Math.round(Math.abs(distance) / 48) * 48 + 0;

/** The last frame that anything may be put at: a day, less a millisecond. */
export const LAST_PLACE = frames(86_400 * 48_000 - 48);

/** A distance that takes nothing before the start of the workout or past a day. `first`, `last`: of what is moved. */
export const withinWorkout = (distance: number, first: number, last: number): number =>
  Math.max(Math.min(distance, Math.max(0, LAST_PLACE - last)), -first) + 0;

/** A frame that exists: whole, not before the start. */
export const asFrame = (frame: number): Frames => frames(Math.min(LAST_PLACE, Math.max(0, Math.round(frame))));
