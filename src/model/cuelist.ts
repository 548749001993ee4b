import type { Fade } from './mix-plan.ts';
import type { Decibels, Frames, Seconds } from './units.ts';

/**
 * A cuelist as the rest of Cueforge knows it: parsed, checked, in the units of the model. Files are read by
 * `cuelist-file.ts`; what is optional there has its default here.
 */
export interface Cuelist {
  /** Matches [A-Za-z0-9._-]{1,80}, never "." or "..". */
  readonly id: string;
  readonly name: string;
  readonly cues: readonly SessionCue[];
  /** What comes after the last cue: the end, or the first cue again. */
  readonly loop: boolean;
  readonly settings: SessionSettings;
}

/** One step of a session. A group holds cues of its own. */
export interface SessionCue {
  /** Unique in its cuelist, groups included; `cue-1`, `cue-2`, … by place where the file gives none. */
  readonly id: string;
  /** As the operator calls it: `12.5`. Empty: none. */
  readonly number: string;
  readonly name: string;
  readonly notes: string;
  /** As the file says it; empty: none. */
  readonly color: string;
  /** A key that fires it while the list is armed; empty: none. */
  readonly hotkey: string;
  readonly action: CueAction;
  /** Between GO and the first sound. */
  readonly preWait: Frames;
  /** After the cue has started (auto-continue) or ended (auto-follow), before what follows begins. */
  readonly postWait: Frames;
  readonly follow: Follow;
  /** How it gives way to the cue that follows by itself. */
  readonly transition: Transition;
}

/** `stop`: the next cue waits for GO. `auto-continue`: it begins with this one; `auto-follow`: when this one ends. */
export type Follow = 'stop' | 'auto-continue' | 'auto-follow';

/** Snap: at the frame where this cue ends. Crossfade: `fade.length` earlier, both sounding. Gap: so much later. */
export type Transition =
  | { readonly kind: 'snap' }
  | { readonly kind: 'crossfade'; readonly fade: Fade }
  | { readonly kind: 'gap'; readonly length: Frames };

export type CueAction =
  | SoundAction
  | GroupAction
  | ControlAction
  /** A note to the operator: no sound, no length. */
  | { readonly kind: 'memo' }
  /** Stands for a sound that is still to come: silent for its length. */
  | { readonly kind: 'placeholder'; readonly duration: Frames };

export interface SoundAction {
  readonly kind: 'sound';
  /** At least one. */
  readonly layers: readonly Layer[];
  /**
   * How long the cue lasts. Null: as long as its voice layers sound, or all its layers where it has no voice; until it is
   * stopped where one of those loops.
   */
  readonly duration: Frames | null;
}

export interface GroupAction {
  readonly kind: 'group';
  /** `sequence`: one after the other; `together`: all at once; `playlist`: a sequence whose order may be shuffled. */
  readonly mode: 'sequence' | 'together' | 'playlist';
  /** A new order each time it begins. Only a playlist's. */
  readonly shuffle: boolean;
  /** At least one. */
  readonly cues: readonly SessionCue[];
}

/** What a cue does to others. It is over when what it does is done. */
export interface ControlAction {
  readonly kind: 'control';
  readonly does: 'fade' | 'stop' | 'pause' | 'resume' | 'jump';
  /** Id of the cue; null: all that sound. Jump always names one. */
  readonly target: string | null;
  /** Where a fade goes: a gain over the target's own. Decibels, -60..24. */
  readonly to: Decibels;
  /** How long a fade, or the fade before a stop, lasts. */
  readonly fade: Fade;
}

/** What a sound is for: each role has a budget of its own. */
export type LayerRole = 'voice' | 'background' | 'generic';
export const LAYER_ROLES: readonly LayerRole[] = ['voice', 'background', 'generic'];

/** One sound of a cue. All layers begin together. */
export interface Layer {
  readonly role: LayerRole;
  /** As written: a path, relative to the cuelist's file. */
  readonly file: string;
  /** Decibels, -60..24; -Infinity: silent. Default 0. */
  readonly gain: Decibels;
  readonly fadeIn: Fade;
  readonly fadeOut: Fade;
  /** What is played of it: [trimStart, trimEnd) in frames of the file. `trimEnd` null: to its end. */
  readonly trimStart: Frames;
  readonly trimEnd: Frames | null;
  readonly loop: LayerLoop | null;
}

/** A vamp: [start, end) of the file again and again, until the times are up or the operator lets it go on (devamp). */
export interface LayerLoop {
  readonly start: Frames;
  /** Null: to the end of what is played. */
  readonly end: Frames | null;
  /** How the end of a pass and the start of the next sound together. Length 0: a join without a gap. */
  readonly crossfade: Fade;
  /** Passes in all, >= 1; null: until devamped or stopped. */
  readonly times: number | null;
}

/** Every number of the live engine. `DEFAULT_SETTINGS` has the defaults. */
export interface SessionSettings {
  /** How long before it is needed a cue is opened. 0..600 s, default 8. */
  readonly prefetchLead: Seconds;
  /** How long a cue waits at most for sound that is not ready. 0..500 ms, default 150. */
  readonly prefetchBlockLimit: Frames;
  /** A file that took longer to decode its head is streamed from then on. 0..2000 ms, default 350; 0: never for that. */
  readonly slowDecodeStream: Frames;
  /** A file of this size is always streamed. Megabytes (2^20), default 64; 0: none. */
  readonly streamOverMb: number;
  /** Decoded, unplayed sound that may be held, per role. 0..600 s, default 10, 10, 5. */
  readonly maxBuffer: Readonly<Record<LayerRole, Frames>>;
  /** And of all roles together, kept heads included. Default 20 s. */
  readonly maxBufferTotal: Frames;
  /** Heads kept for repeats, at most. Default 16. */
  readonly keptHeads: number;
  /** A second GO within this is none. Default 200 ms. */
  readonly goDebounce: Frames;
  /** How long panic fades. Default 1 s. */
  readonly panicFade: Frames;
}

const f = (milliseconds: number): Frames => (milliseconds * 48) as Frames;

export const DEFAULT_SETTINGS: SessionSettings = {
  prefetchLead: 8 as Seconds,
  prefetchBlockLimit: f(150),
  slowDecodeStream: f(350),
  streamOverMb: 64,
  maxBuffer: { voice: f(10_000), background: f(10_000), generic: f(5_000) },
  maxBufferTotal: f(20_000),
  keptHeads: 16,
  goDebounce: f(200),
  panicFade: f(1_000),
};

/** Every cue of a list, groups before what they hold. */
export const allCues = (cues: readonly SessionCue[]): SessionCue[] =>
  cues.flatMap((cue) => [cue, ...(cue.action.kind === 'group' ? allCues(cue.action.cues) : [])]);
