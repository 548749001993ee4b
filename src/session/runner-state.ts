import type { Cuelist, Decibels, Fade, Frames } from '../model/index.ts';
import { cuelistSteps, type LayerFacts, type Step } from '../plan/index.ts';

/** What stays the same while a list runs. */
export interface Show {
  readonly list: Cuelist;
  readonly steps: readonly Step[];
  /** Decides the order of shuffled playlists. Integer. */
  readonly seed: number;
}

export const createShow = (list: Cuelist, seed: number): Show => ({ list, steps: cuelistSteps(list), seed });

/** One layer of a cue that was fired. */
export interface LayerRun {
  readonly layer: number;
  /** `waiting`: for its sound; `sounding`: from `at`; `ended`: no more to come; `broken`: nothing to hear. */
  readonly phase: 'waiting' | 'sounding' | 'ended' | 'broken';
  /** Its sound has been read ahead. */
  readonly ready: boolean;
  /** Where it begins; null: not decided. */
  readonly at: Frames | null;
  /** Where it ends, as told to the mixer last; null: not told. */
  readonly until: Frames | null;
  /** Passes of its loop after a devamp; null: as the file says. */
  readonly passes: number | null;
}

/** A cue that was fired and is not over. */
export interface CueRun {
  /** Counts the cues that were fired. */
  readonly run: number;
  readonly cue: number;
  /** The group it was fired by; null: none. */
  readonly parent: number | null;
  /** The run that it follows by itself; null: it was fired by hand, by a group or by a jump. */
  readonly by: number | null;
  /** Its place in the order of that group. */
  readonly place: number;
  /** What a group plays, in this order. */
  readonly order: readonly number[];
  /** `held`: its time has come and its sound has not; `post`: over, what follows is still to come. */
  readonly phase: 'pre-wait' | 'held' | 'running' | 'post' | 'done';
  /** When it starts, or started; its layers begin here. */
  readonly startAt: Frames;
  /** Its sounds have been scheduled ahead of its start. */
  readonly cued: boolean;
  /** When it ends, or ended; null: not known yet, or not by itself. */
  readonly endAt: Frames | null;
  /** When its end became known, or another one: what follows begins no earlier. Null: it was always known. */
  readonly learntAt: Frames | null;
  /** What follows has been fired, or will not be. */
  readonly followed: boolean;
  /** How it comes in over the cue before it; null: as its layers say. */
  readonly crossIn: Fade | null;
  /** How it goes out under the cue after it; null: as its layers say. */
  readonly crossOut: Fade | null;
  readonly pausedAt: Frames | null;
  /** When a stop has faded it out; null: it has not been stopped. */
  readonly stopAt: Frames | null;
  readonly layers: readonly LayerRun[];
}

/** Everything that changes while a list runs. A plain value. */
export interface RunnerState {
  readonly armed: boolean;
  /** What GO fires; null: the list is at its end. */
  readonly playhead: number | null;
  /** In the order they were fired. */
  readonly runs: readonly CueRun[];
  readonly fired: number;
  /** How often each group has been fired, by its index. */
  readonly passes: Readonly<Record<number, number>>;
  /** What is known of layers, by `cue/layer`. */
  readonly facts: Readonly<Record<string, LayerFacts>>;
  /** When GO was pressed last, on the clock of this process. Milliseconds. */
  readonly lastGoMs: number | null;
  readonly panicAt: Frames | null;
  /** Cues fired by themselves at one frame: a circle of cues without length would never end. */
  readonly chain: { readonly at: Frames; readonly count: number };
}

export const initialState = ({ steps }: Show): RunnerState => ({
  armed: false,
  playhead: steps.length === 0 ? null : 0,
  runs: [],
  fired: 0,
  passes: {},
  facts: {},
  lastGoMs: null,
  panicAt: null,
  chain: { at: -1 as Frames, count: 0 },
});

/** What happens to a session. What names no run is done to all that were fired. */
export type SessionEvent =
  | { readonly kind: 'tick' | 'arm' | 'disarm' | 'go' | 'back' | 'panic' }
  /** Moves the playhead; `fire`: and begins there. */
  | { readonly kind: 'jump'; readonly cue: number; readonly fire: boolean }
  | { readonly kind: 'pause' | 'resume' | 'devamp'; readonly run: number | null }
  | { readonly kind: 'stop'; readonly run: number | null; readonly fade: Fade | null }
  | { readonly kind: 'fade'; readonly run: number | null; readonly to: Decibels; readonly fade: Fade }
  | { readonly kind: 'facts'; readonly cue: number; readonly layer: number; readonly facts: Partial<LayerFacts> }
  /** The head of a layer has been read. */
  | { readonly kind: 'ready'; readonly run: number; readonly layer: number }
  /** The mixer began layers so much later than they were to; negative: it was told late of a pause. */
  | { readonly kind: 'late'; readonly run: number; readonly layers: readonly number[]; readonly by: number }
  /** There was no mixer since then, and nothing went on: all that sounds, and what follows it, comes so much later. */
  | { readonly kind: 'stood'; readonly since: Frames }
  | { readonly kind: 'broken'; readonly run: number; readonly layer: number; readonly reason: string };

/** What the mixer, the loader and the log are told. Times are frames of the session, never before the event's by plan. */
export type SessionCommand =
  /** A cue was fired and needs its sounds: what was opened ahead for it becomes this run's. */
  | { readonly kind: 'claim'; readonly run: number; readonly cue: number; readonly layer: number; readonly at: Frames }
  | {
      readonly kind: 'sound';
      readonly run: number;
      readonly cue: number;
      readonly layer: number;
      readonly at: Frames;
      readonly fadeIn: Fade;
    }
  /**
   * The layer sounds on [its start, at), faded out before it; `after`: frames of it, whatever was paused; `passes`: of its
   * loop, null: as the file says.
   */
  | {
      readonly kind: 'end';
      readonly run: number;
      readonly layer: number;
      readonly at: Frames;
      readonly after: Frames;
      readonly fadeOut: Fade;
      readonly passes: number | null;
    }
  | { readonly kind: 'fade'; readonly run: number; readonly at: Frames; readonly to: Decibels; readonly fade: Fade }
  /** A control cue, `by`, is to fade the run at `at`; `to` null: to silence, and stop it. Told ahead, until `fade-off`. */
  | {
      readonly kind: 'fade-ahead';
      readonly run: number;
      readonly by: number;
      readonly at: Frames;
      readonly to: Decibels | null;
      readonly fade: Fade;
    }
  /** It does not come to what was told ahead of this control cue. */
  | { readonly kind: 'fade-off'; readonly by: number; readonly at: Frames }
  /** Silent from `at` + `fade.length` on, whatever was told before. */
  | { readonly kind: 'stop'; readonly run: number; readonly at: Frames; readonly fade: Fade }
  | { readonly kind: 'pause' | 'resume'; readonly run: number; readonly at: Frames }
  /** Its time is up and its sound is not there: it is to be played as it comes. */
  | { readonly kind: 'stream'; readonly run: number; readonly cue: number; readonly layer: number; readonly at: Frames }
  /** The run holds nothing any more. */
  | { readonly kind: 'release'; readonly run: number; readonly at: Frames }
  | SessionNote;

export type NoteName =
  | 'session.armed'
  | 'session.disarmed'
  | 'go.ignored'
  | 'cue.start'
  | 'cue.end'
  | 'cue.broken'
  | 'cue.paused'
  | 'cue.resumed'
  | 'list.loop'
  | 'panic';

/** A line of the log. */
export interface SessionNote {
  readonly kind: 'note';
  readonly at: Frames;
  readonly event: NoteName;
  readonly cue: number | null;
  readonly run: number | null;
  readonly layer: number | null;
  readonly reason: string | null;
}
