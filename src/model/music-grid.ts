import {
  beatOfFrame,
  frameOfBeat,
  gridOf,
  layOutTracks,
  layoutLength,
  type MusicFacts,
  type TrackSpan,
  trackLengths,
} from './track-layout.ts';
import { type Frames, frames } from './units.ts';
import type { BeatGrid, Workout } from './workout.ts';

/**
 * Beats and bars of a workout's music. The grid of a track rules from where it begins to sound until the next one does.
 * Bars are counted over the whole workout: the first bar that begins in the music is bar 1, and what sounds of a track
 * before its first bar belongs to the bar before.
 */
export interface GridRegion {
  /** Rules on [start, end) of the workout. */
  readonly start: Frames;
  readonly end: Frames;
  readonly span: TrackSpan;
  readonly grid: BeatGrid;
  /** Beats of the grid in the region: from first to last, counted from the grid's first. None where last < first. */
  readonly firstBeat: number;
  readonly lastBeat: number;
  /** The first beat in the region that begins a bar, and how many bars began before the region. */
  readonly firstBar: number;
  readonly barsBefore: number;
}

const known = new WeakMap<Workout, { facts: MusicFacts; regions: readonly GridRegion[] }>();

/** Regions in sequence; tracks without a grid leave gaps. Kept for the workout and facts asked last: asking is cheap. */
export const gridRegions = (workout: Workout, facts: MusicFacts): readonly GridRegion[] => {
  const before = known.get(workout);
  if (before?.facts === facts) return before.regions;
  const regions = findRegions(workout, facts);
  known.set(workout, { facts, regions });
  return regions;
};

const findRegions = (workout: Workout, facts: MusicFacts): GridRegion[] => {
  const spans = layOutTracks(workout.tracks, trackLengths(workout.tracks, facts));
  let barsBefore = 0;
  return spans.flatMap((span, i) => {
    const grid = gridOf(span.track, facts);
    const end = spans[i + 1]?.at ?? layoutLength(spans);
    if (grid === null || end <= span.at) return [];
    const firstBeat = beatFrom(span, grid, span.at);
    const lastBeat = beatFrom(span, grid, end) - 1;
    const firstBar = Math.ceil(firstBeat / grid.beatsPerBar) * grid.beatsPerBar;
    const region = { start: span.at, end, span, grid, firstBeat, lastBeat, firstBar, barsBefore };
    barsBefore += Math.max(0, Math.floor((lastBeat - firstBar) / grid.beatsPerBar) + 1);
    return [region];
  });
};

/** The first whole beat that lies at a frame or after it. */
const beatFrom = (span: TrackSpan, grid: BeatGrid, frame: number): number => {
  const near = Math.floor(beatOfFrame(span, grid, frame));
  for (let beat = near; ; beat += 1) if (frameOfBeat(span, grid, beat) >= frame) return beat + 0;
};

/** Place in `regions` of the last one that starts at a frame or before it; -1: none does. */
export const regionIndexAt = (regions: readonly GridRegion[], frame: number): number => {
  let low = 0;
  let high = regions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (regions[middle].start <= frame) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** The last whole beat of a region's grid at a frame or before it; may lie before the region. */
export const beatUpTo = ({ span, grid }: GridRegion, frame: number): number => {
  const near = Math.floor(beatOfFrame(span, grid, frame)) + 1;
  for (let beat = near; ; beat -= 1) if (frameOfBeat(span, grid, beat) <= frame) return beat + 0;
};

export const frameOfRegionBeat = ({ span, grid }: GridRegion, beat: number): number => frameOfBeat(span, grid, beat);

/** The bar of a whole beat, from 1 (0: before the first), and the beat in it, from 1. */
export const barOfBeat = ({ grid, firstBar, barsBefore }: GridRegion, beat: number) => {
  const bar = Math.floor((beat - firstBar) / grid.beatsPerBar);
  return { bar: barsBefore + bar + 1, beat: beat - firstBar - bar * grid.beatsPerBar + 1 };
};

/** Where in the music a frame lies: bar, the beat of it that has begun (from 1), tempo. Null: no grid is known there. */
export const barAndBeat = (
  workout: Workout,
  facts: MusicFacts,
  frame: number,
): { readonly bar: number; readonly beat: number; readonly bpm: number } | null => {
  const regions = gridRegions(workout, facts);
  const region = regions[regionIndexAt(regions, frame)];
  if (region === undefined || frame >= region.end) return null;
  return { ...barOfBeat(region, beatUpTo(region, frame)), bpm: region.grid.bpm };
};

/** How far a step goes where no beat is known. Frames: half a second. */
const STEP_WITHOUT_GRID = 24_000;

/** The next beat after a frame, or the one before it; half a second on where no beat is known. Never before the start. */
export const stepBeat = (
  frame: number,
  by: 1 | -1,
  { workout, facts }: { readonly workout: Workout; readonly facts: MusicFacts },
): Frames => {
  const regions = gridRegions(workout, facts);
  const index = regionIndexAt(regions, frame);
  const region = regions[index];
  if (region !== undefined && frame < region.end) {
    const beat = by > 0 ? beatUpTo(region, frame) + 1 : beatUpTo(region, frame - 1);
    if (beat >= region.firstBeat && beat <= region.lastBeat) return frames(frameOfRegionBeat(region, beat));
    // The next region's first beat, or the last of the one before, where they join without a gap.
    const next = regions[index + by];
    const joins = by > 0 ? next?.start === region.end : next?.end === region.start;
    if (next !== undefined && joins && next.lastBeat >= next.firstBeat)
      return frames(frameOfRegionBeat(next, by > 0 ? next.firstBeat : next.lastBeat));
  }
  return frames(Math.max(0, Math.round(frame) + by * STEP_WITHOUT_GRID));
};
