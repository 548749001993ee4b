import { create } from 'zustand';
import type { Frames, MusicTrack } from '../../../src/model/index.ts';

/**
 * What a drag would do, drawn as if it were done: whoever drags fills this with every move and clears it at the end.
 * Times are frames of the workout. The timeline draws the things at these places, ducking included, and leaves a faint
 * outline where they were.
 */
export interface TimelineGhost {
  /** Where cues would begin to speak, by id. */
  readonly cues?: ReadonlyMap<string, Frames>;
  /** Copies that would be made (Alt-drag), each of a cue. */
  readonly copies?: readonly { readonly cue: string; readonly at: Frames }[];
  /** The trimmed edges of a recorded take, frames of the workout. */
  readonly takes?: ReadonlyMap<string, { readonly start: Frames; readonly end: Frames }>;
  /** Segments that would lie elsewhere, by id. */
  readonly segments?: ReadonlyMap<string, { readonly start: Frames; readonly end: Frames }>;
  /** Fields that tracks would have, by id. */
  readonly tracks?: ReadonlyMap<
    string,
    Partial<Pick<MusicTrack, 'trimStart' | 'trimEnd' | 'gain' | 'fadeIn' | 'fadeOut' | 'crossfade'>>
  >;
  /** The order that tracks would have: ids. */
  readonly order?: readonly string[];
  readonly markers?: ReadonlyMap<string, Frames>;
  /** The line everything snapped to, and what is there: `bar 579`, `Sprints starts`. */
  readonly snap?: { readonly frame: number; readonly name: string } | null;
  /** The time under the pointer, and words beside it: `19:00.1`, `+2 beats`. */
  readonly pointer?: { readonly frame: number; readonly text: string } | null;
  /** Things that a rectangle would choose: frames across, CSS pixels of the lanes' box down. */
  readonly marquee?: {
    readonly start: number;
    readonly end: number;
    readonly top: number;
    readonly bottom: number;
  } | null;
  /** Something from outside that would be put here: a track before the one at `frame`, a cue or a take at `frame`. */
  readonly drop?: {
    readonly kind: 'track' | 'cue' | 'take';
    readonly frame: number;
    /** Frames; 0: a line. */
    readonly length: number;
    readonly label: string;
  } | null;
}

/** Null: nothing is dragged. */
export const useTimelineGhost = create<{ readonly ghost: TimelineGhost | null }>()(() => ({ ghost: null }));

export const setGhost = (ghost: TimelineGhost | null): void => {
  if (ghost !== useTimelineGhost.getState().ghost) useTimelineGhost.setState({ ghost });
};
