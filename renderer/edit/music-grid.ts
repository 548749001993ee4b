import type { Material } from '../../src/contract/index.ts';
import {
  type BeatGrid,
  beatOfFrame,
  type Frames,
  frameOfBeat,
  frames,
  fromFileStart,
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
  readonly spans: readonly TrackSpan[];
  readonly facts: MusicFacts;
}

const NO_MUSIC: MusicGrid = { spans: [], facts: new Map() };

export const musicGridOf = (workout: Workout | null, material: Material | null): MusicGrid => {
  if (workout === null || material === null) return NO_MUSIC;
  const found = new Map(material.tracks.map((track) => [track.id, track]));
  const facts: MusicFacts = new Map(
    workout.tracks.flatMap(({ id, file }) => {
      const track = found.get(id);
      return track ? [[file, { length: track.frames, grid: track.grid as BeatGrid | null }] as const] : [];
    }),
  );
  return { facts, spans: layOutTracks(workout.tracks, trackLengths(workout.tracks, facts)) };
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

/** `583.2`: bar and beat of the file that is heard, both counted from 1; null: no grid is known. */
export const barText = (music: MusicGrid, frame: number): string | null => {
  const found = gridAt(music, frame);
  if (!found) return null;
  const grid = fromFileStart(found.grid);
  const { beatsPerBar } = grid;
  // Half a millisecond of grace: a playhead put on a beat is on it.
  const beat = Math.floor(beatOfFrame(found.span, grid, frame + 24));
  const bar = Math.floor(beat / beatsPerBar);
  return `${bar + 1}.${beat - bar * beatsPerBar + 1}`;
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
