import { barOfBeat, beatUpTo, frameOfRegionBeat, type GridRegion, gridRegions, regionIndexAt } from './music-grid.ts';
import type { MusicFacts } from './track-layout.ts';
import { type Frames, frames, toFrames } from './units.ts';
import type { Workout } from './workout.ts';

/** What a drag, a nudge or a drop snaps to. A phrase is eight bars, counted from the first bar of each track. */
export type SnapUnit = 'off' | 'beat' | 'bar' | 'phrase' | 'segment';

/** A place to snap to, and what a drag shows for it: `bar 579`, `beat 3 of bar 12`, `segment start: Climb`. */
export interface SnapPoint {
  readonly frame: Frames;
  readonly name: string;
}

export interface Snapping {
  readonly workout: Workout;
  readonly facts: MusicFacts;
  readonly unit: SnapUnit;
}

export const BARS_OF_PHRASE = 8;

/**
 * The nearest place to snap to that is at most `within` frames away; null: none is. Arithmetic on the grid that rules
 * there: fit for every move of a pointer.
 */
export const snapFrame = (
  frame: number,
  { workout, facts, unit, within }: Snapping & { readonly within: number },
): SnapPoint | null => {
  if (unit === 'off') return null;
  const points =
    unit === 'segment' ? edgesAround(workout, frame) : linesAround(gridRegions(workout, facts), frame, unit);
  let best: SnapPoint | null = null;
  for (const point of points)
    if (Math.abs(point.frame - frame) <= (best === null ? within : Math.abs(best.frame - frame) - 1)) best = point;
  return best;
};

/** Every place to snap to on [from, to), in order: what a ruler draws. */
export const snapPoints = (from: number, to: number, { workout, facts, unit }: Snapping): SnapPoint[] => {
  if (unit === 'off') return [];
  if (unit === 'segment') return edgesOf(workout).filter(({ frame }) => frame >= from && frame < to);
  return gridRegions(workout, facts).flatMap((region) => {
    if (region.end <= from || region.start >= to) return [];
    const step = beatsOf(region, unit);
    const points: SnapPoint[] = [];
    const begin = Math.max(0, Math.floor((beatUpTo(region, from) - originOf(region, unit)) / step) - 1);
    for (let beat = originOf(region, unit) + begin * step; beat <= region.lastBeat; beat += step) {
      const frame = frameOfRegionBeat(region, beat);
      if (frame >= to) break;
      if (frame >= from) points.push(pointOf(region, beat, unit));
    }
    return points;
  });
};

type GridUnit = 'beat' | 'bar' | 'phrase';

/** Beats from one line to the next, and the first line of a region. */
const beatsOf = ({ grid }: GridRegion, unit: GridUnit): number =>
  unit === 'beat' ? 1 : grid.beatsPerBar * (unit === 'bar' ? 1 : BARS_OF_PHRASE);
const originOf = ({ firstBeat, firstBar }: GridRegion, unit: GridUnit): number =>
  unit === 'beat' ? firstBeat : firstBar;

const pointOf = (region: GridRegion, line: number, unit: GridUnit): SnapPoint => {
  const { bar, beat } = barOfBeat(region, line);
  const name = beat === 1 ? `bar ${bar}` : `beat ${beat} of bar ${bar}`;
  return { frame: frames(frameOfRegionBeat(region, line)), name: unit === 'phrase' ? `phrase at ${name}` : name };
};

/** The lines on both sides of a frame, of the region it lies in and of its neighbours. */
const linesAround = (regions: readonly GridRegion[], frame: number, unit: GridUnit): SnapPoint[] => {
  const index = regionIndexAt(regions, frame);
  return [regions[index - 1], regions[index], regions[index + 1]].flatMap((region) => {
    if (region === undefined) return [];
    const step = beatsOf(region, unit);
    const origin = originOf(region, unit);
    const last = origin + Math.floor((region.lastBeat - origin) / step) * step;
    if (last < origin) return [];
    const below = origin + Math.floor((beatUpTo(region, frame) - origin) / step) * step;
    const lines = new Set([below, below + step].map((line) => Math.min(last, Math.max(origin, line))));
    return [...lines].map((line) => pointOf(region, line, unit));
  });
};

const edges = new WeakMap<Workout, readonly SnapPoint[]>();

/** Starts and ends of segments, and markers, in order. */
const edgesOf = (workout: Workout): readonly SnapPoint[] => {
  const before = edges.get(workout);
  if (before !== undefined) return before;
  const all = [
    ...workout.segments.map(({ start, title }) => ({ frame: toFrames(start), name: `segment start: ${title}` })),
    ...workout.markers.map(({ at, name }) => ({ frame: at, name: name.trim() === '' ? 'marker' : `marker: ${name}` })),
    ...workout.segments.map(({ start, duration, title }) => ({
      frame: frames(Math.round((start + duration) * 48_000)),
      name: `segment end: ${title}`,
    })),
  ];
  // Of several at one frame the first counts: a start tells more than an end.
  const sorted = all.sort((a, b) => a.frame - b.frame);
  edges.set(workout, sorted);
  return sorted;
};

const edgesAround = (workout: Workout, frame: number): SnapPoint[] => {
  const all = edgesOf(workout);
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].frame < frame) low = middle + 1;
    else high = middle;
  }
  let first = low - 1;
  while (first > 0 && all[first - 1].frame === all[first].frame) first -= 1;
  return [all[first], all[low]].filter((point) => point !== undefined);
};
