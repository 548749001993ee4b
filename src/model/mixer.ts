import type { Fade } from './mix-plan.ts';
import type { Decibels, Frames } from './units.ts';

/**
 * What the live engine tells the mixer that sounds its session, over a connection of its own. The mixer
 * counts the frames it has mixed; that count is the session's time. Sound lies ready in a ring per voice before it is
 * asked for; acts say what sounds when.
 */
export type ToMixer =
  /** A voice is to come: a ring for one layer of one cue. Numbers are never used again. `from`: its first frame that is sent. */
  | { readonly kind: 'voice'; readonly voice: number; readonly from: Frames }
  /** Sound of a voice, interleaved stereo float32, in order, without a gap; never more than the mixer granted. */
  | { readonly kind: 'pcm'; readonly voice: number; readonly frame: Frames; readonly samples: Float32Array }
  /** The voice has `length` frames in all; nothing follows. */
  | { readonly kind: 'over'; readonly voice: number; readonly length: Frames }
  /** What is to be done. All of one message is seen by the audio thread at once. */
  | { readonly kind: 'acts'; readonly acts: readonly MixerAct[] };

/** The last that is told a mixer when another sounds the session in its place: it does not come back by itself. */
export interface MixerReplaced {
  readonly kind: 'replaced';
}

/**
 * Times are frames of the mixer. A `sound` whose time has passed begins at once, with its first frame, and is told of
 * (`late`); every other act whose time has passed is done at once.
 */
export type MixerAct =
  | {
      readonly kind: 'sound';
      readonly voice: number;
      readonly at: Frames;
      readonly gain: Decibels;
      readonly fadeIn: Fade;
    }
  /** The voice sounds until its frame `after`, counted from frame 0 of the voice whatever was paused, faded out before it. */
  | { readonly kind: 'end'; readonly voice: number; readonly after: Frames; readonly fadeOut: Fade }
  /** Goes to a gain over the voice's own; from wherever it is. */
  | { readonly kind: 'fade'; readonly voice: number; readonly at: Frames; readonly to: Decibels; readonly fade: Fade }
  /** Silent from `at` + `fade.length` on, whatever was told before. */
  | { readonly kind: 'stop'; readonly voice: number; readonly at: Frames; readonly fade: Fade }
  /** Paused at a frame it goes on from that frame; both without a click. */
  | { readonly kind: 'pause' | 'resume'; readonly voice: number; readonly at: Frames }
  /** The voice is not needed any more; its ring is free. */
  | { readonly kind: 'release'; readonly voice: number };

export type FromMixer =
  /** First of a connection: the mixer is new, at frame 0, without voices. */
  | { readonly kind: 'ready'; readonly voices: number }
  /** A few times a second; sooner after acts, and where a voice has little left. */
  | {
      readonly kind: 'heard';
      /** Frames mixed so far, and how long ago they were. Milliseconds; a device takes many frames at once. */
      readonly frame: Frames;
      readonly agoMs: number;
      readonly voices: readonly HeardVoice[];
      /** Frames that were due of all voices and not there, since the mixer began. */
      readonly missing: Frames;
      /** Quanta in which any were missing. */
      readonly underruns: number;
      /** Highest true peak that the limiter took down since the last message, decibels over the ceiling; 0: none. */
      readonly limited: Decibels;
      /** From the mixer to the ear, as the device says. Milliseconds; null: it does not say. */
      readonly latencyMs: number | null;
    }
  /** Voices that began `by` frames after they were to: everything of their cue comes so much later. */
  | { readonly kind: 'late'; readonly voices: readonly number[]; readonly by: Frames }
  /** The way to the device broke, or is there again. `device`: its name. */
  | { readonly kind: 'device'; readonly state: 'open' | 'lost' | 'fallback'; readonly device: string };

export interface HeardVoice {
  readonly voice: number;
  /** Frames of it that were mixed so far, counted from its frame 0. */
  readonly played: Frames;
  /** It may be sent up to this frame. */
  readonly granted: Frames;
  /** Loudest sample since the last message, after its gain. Linear. */
  readonly peak: number;
}

/** Voices that can be open at once. */
export const MIXER_VOICES = 32;
/** Frames of a voice's ring: up to 5.4 s are safe from any stall of the engine. A power of two. */
export const MIXER_RING = 262_144;
