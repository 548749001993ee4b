import type { Material } from '../../src/contract/index.ts';
import {
  type BeatGrid,
  barAndBeat,
  beatOfFrame,
  type Frames,
  frameOfBeat,
  frames,
  gridOf,
  layOutTracks,
  layoutLength,
  type MusicFacts,
  type TrackSpan,
  trackLengths,
  type Workout,
} from '../../src/model/index.ts';
import { useEditor } from './edit-store.ts';

/** Where the music of the open workout lies, and its beats. */
export interface MusicGrid {
  /** Whose music it is; one with the same tracks may stand in for it. */
  readonly workout: Workout | null;
  readonly spans: readonly TrackSpan[];
  readonly facts: MusicFacts;
}

const NO_MUSIC: MusicGrid = { workout: null, spans: [], facts: new Map() };

export const musicGridOf = (workout: Workout | null, material: Material | null): MusicGrid => {
  if (workout === null || material === null) return NO_MUSIC;
  const found = new Map(material.tracks.map((track) => [track.id, track]));
  const facts: MusicFacts = new Map(
    workout.tracks.flatMap(({ id, file }) => {
      const track = found.get(id);
      return track ? [[file, { length: track.frames, grid: track.grid as BeatGrid | null }] as const] : [];
    }),
  );
  return { workout, facts, spans: layOutTracks(workout.tracks, trackLengths(workout.tracks, facts)) };
};

let workoutOfLast: Workout | null = null;
let materialOfLast: Material | null = null;
let last = NO_MUSIC;

/** Of the workout as it is now; reckoned anew only after a change. */
export const musicGrid = (): MusicGrid => {
  const { workout, material } = useEditor.getState();
  const tracks = workoutOfLast?.tracks;
  if (workout?.tracks !== tracks || material?.tracks !== materialOfLast?.tracks) last = musicGridOf(workout, material);
  workoutOfLast = workout;
  materialOfLast = material;
  return last;
};

/** The track that is heard at a frame: of two that cross the later one; behind the music, the last. Null: no grid is known. */
export const gridAt = ({ spans, facts }: MusicGrid, frame: number): { span: TrackSpan; grid: BeatGrid } | null => {
  const span = spans.findLast(({ at }) => at <= frame) ?? spans[0] ?? null;
  const grid = span && gridOf(span.track, facts);
  return span && grid ? { span, grid } : null;
};

/** A beat that is nearer than this counts as begun: what was put on it by ear, and files whose first beat is not quite at 0. */
const GRACE = 960;

/** `583.2`: the bar of the workout that is heard, and the beat in it, both from 1; null: no grid is known there. */
export const barText = ({ workout, facts }: MusicGrid, frame: number): string | null => {
  const place = workout && barAndBeat(workout, facts, frame + GRACE);
  return place && `${place.bar}.${place.beat}`;
};

/** The next beat, or bar, before (`-1`) or behind (`1`) a frame; a second where no grid is known. */
export const stepOnGrid = (music: MusicGrid, frame: number, by: -1 | 1, unit: 'beat' | 'bar'): Frames => {
  const found = gridAt(music, frame);
  if (!found) return frames(Math.max(0, frame + by * 48_000));
  const size = unit === 'bar' ? found.grid.beatsPerBar : 1;
  const place = beatOfFrame(found.span, found.grid, frame) / size;
  const near = Math.round(place);
  const isOn = Math.abs(place - near) < 1e-3;
  const next = isOn ? near + by : by > 0 ? Math.ceil(place) : Math.floor(place);
  return frames(Math.max(0, frameOfBeat(found.span, found.grid, next * size)));
};

/** Where the workout ends: its music, what its file says or its last segment, whichever is last. */
export const workoutLength = (workout: Workout, { spans }: MusicGrid): Frames => {
  const segments = workout.segments.map(({ start, duration }) => start + duration);
  const said = Math.max(0, workout.duration ?? 0, ...segments) * 48_000;
  return frames(Math.max(layoutLength(spans), Math.round(said), ...workout.cues.map(({ at }) => at)));
};
