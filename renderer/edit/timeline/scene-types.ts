import type { BeatGrid, DuckingCurve, Fade, Failure, GridRegion, TrackSpan } from '../../../src/model/index.ts';

/** Everything the timeline draws, in frames of the workout; nothing in it depends on the view. */
export interface Scene {
  /** Length of the timeline: the mix, or what lies behind its end. */
  readonly length: number;
  /** Where the mix ends. */
  readonly end: number;
  /** In order of their start. */
  readonly segments: readonly SceneSegment[];
  /** In the order they sound. A track whose length is not known yet takes no room and is in `unplaced`. */
  readonly tracks: readonly SceneTrack[];
  readonly unplaced: readonly UnplacedTrack[];
  /** Where beats and bars are known. */
  readonly regions: readonly GridRegion[];
  /** All cues of the workout by start, those that the heard variant leaves out too. */
  readonly cues: readonly SceneCue[];
  /** The same cues, one list a row; within a row none begins before the one before it ends, the last row excepted. */
  readonly rows: readonly (readonly SceneCue[])[];
  readonly markers: readonly SceneMarker[];
  /** How far the music is turned down under the voice, in the heard variant. */
  readonly ducking: DuckingCurve;
  /** Whether the heard variant has music; false: only its voice. */
  readonly hasMusic: boolean;
}

/** Low 0, medium 1, high 2, max 3; null: the workout says nothing, or a word of its own. */
export type IntensityLevel = 0 | 1 | 2 | 3;

export interface SceneSegment {
  readonly id: string;
  readonly title: string;
  readonly start: number;
  readonly end: number;
  /** As written. */
  readonly intensity: string | null;
  readonly level: IntensityLevel | null;
  readonly bpm: number | null;
  readonly selected: boolean;
  /** Where it was before the drag; null: it is not dragged. */
  readonly from: { readonly start: number; readonly end: number } | null;
}

export interface SceneTrack {
  readonly id: string;
  readonly name: string;
  readonly span: TrackSpan;
  readonly start: number;
  readonly end: number;
  /** The library's sound, for its waveform; null: not known yet. */
  readonly asset: string | null;
  /** Key of its samples. */
  readonly source: string | null;
  /** Frames of the whole file. */
  readonly fileFrames: number;
  /** Linear factor that brings its samples to the level of beds. */
  readonly staging: number;
  /** Linear factor over that level: 1 is 0 dB. */
  readonly gain: number;
  /** Decibels, as the workout says. */
  readonly gainDb: number;
  readonly grid: BeatGrid | null;
  /** True where a person set the grid. */
  readonly gridIsOwn: boolean;
  /** Shared with the track before it; length 0: none. */
  readonly crossfade: Fade;
  readonly selected: boolean;
}

export interface UnplacedTrack {
  readonly id: string;
  readonly name: string;
  /** As written in the workout. */
  readonly file: string;
  readonly state: 'waiting' | 'ready' | 'failed';
  readonly trouble: Failure | null;
  /** After which place in the sequence it would sound. */
  readonly index: number;
}

export interface SceneCue {
  readonly id: string;
  /** Place by start among all cues, from 0. */
  readonly index: number;
  readonly text: string;
  /** Where its speech begins and ends. */
  readonly start: number;
  readonly end: number;
  /** `ready`: true length and waveform. `waiting`, `failed`: a guess from its words. */
  readonly state: 'ready' | 'waiting' | 'failed';
  /** Key of the take's samples and the frame of it at `start`; null: none yet. */
  readonly source: string | null;
  readonly sourceStart: number;
  /** Linear factor that the take sounds at. */
  readonly gain: number;
  /** Whether the heard variant takes it. */
  readonly taken: boolean;
  readonly selected: boolean;
  /** The one the inspector shows. */
  readonly lead: boolean;
  /** The row it stands in, from 0. */
  readonly row: number;
  /** Whether its speech overlaps another's of the variant. */
  readonly collides: boolean;
  /** Whether it would be cut by the end of the mix. */
  readonly pastEnd: boolean;
  /** Where it was before the drag; null: it is not dragged. */
  readonly from: number | null;
  /** A copy that a drag would make: it has the id of what it is a copy of. */
  readonly copy: boolean;
}

export interface SceneMarker {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly selected: boolean;
}
