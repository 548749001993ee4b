import {
  type Decibels,
  decibels,
  type Frames,
  layOutTracks,
  type Placement,
  type TrackSpan,
  type Workout,
} from '../model/index.ts';

/** A decoded source and the gain that stages it. */
export interface StagedSource {
  /** Key of its samples in the SourceReader. */
  readonly source: string;
  readonly length: Frames;
  readonly gain: Decibels;
}

/** Where the tracks of a workout sound, from the lengths of their sources; a track without a source takes no room. */
export const layOutSources = (workout: Workout, tracks: ReadonlyMap<string, StagedSource>): TrackSpan[] =>
  layOutTracks(workout.tracks, new Map([...tracks].map(([id, { length }]) => [id, length])));

/**
 * A bed for each track, staged and at the track's own gain. Only fades that the workout asks for: at a join without a
 * crossfade the first frame of a track follows the last one of the track before it.
 */
export const planBeds = (workout: Workout, tracks: ReadonlyMap<string, StagedSource>): Placement[] =>
  layOutSources(workout, tracks).map(({ track, at, from, length, fadeIn, fadeOut }) => {
    const { source, gain } = tracks.get(track.id)!;
    return { source, at, from, length, gain: decibels(gain + track.gain), fadeIn, fadeOut };
  });
