import type { SoundRef } from '../../src/contract/index.ts';
import type { Failure, Frames } from '../../src/model/index.ts';

/** A stretch that repeats: [start, end) of the source. `end` null: to its end. At least LOOP_LEAST long. */
export interface LoopRegion {
  readonly start: Frames;
  readonly end: Frames | null;
}
/** The shortest loop, 100 ms: shorter ones would ask the studio for more places a second than it is asked for sound. */
export const LOOP_LEAST = 4_800;

/** From the page to the feeder. A `ticket` grows with every `open`; what the feeder says of an older one is stale. */
export type ToFeeder =
  | { readonly kind: 'memory'; readonly memory: SharedArrayBuffer }
  /** A connection to the studio; the one before it is let go. Goes on with what is open. */
  | { readonly kind: 'connect'; readonly port: InstanceType<typeof MessagePort> }
  | { readonly kind: 'connect'; readonly url: string }
  | {
      readonly kind: 'open';
      readonly ticket: number;
      readonly sound: SoundRef;
      readonly from: Frames;
      readonly loop: LoopRegion | null;
    }
  /** Another sound in place of the one that is open, from where it is on. `revision` grows with each. */
  | { readonly kind: 'revise'; readonly revision: number; readonly sound: SoundRef }
  | { readonly kind: 'loop'; readonly loop: LoopRegion | null }
  | { readonly kind: 'stop' }
  /** The word `playing` of the shared memory has changed. */
  | { readonly kind: 'wake' };

export type FromFeeder =
  | { readonly kind: 'opened'; readonly ticket: number; readonly length: Frames | null; readonly cached: boolean }
  /** Not enough is buffered: at the start, after a jump, or since the sound ran out. */
  | { readonly kind: 'buffering'; readonly ticket: number }
  /** Enough is: generation `generation` of the ring sounds as soon as it is wanted. */
  | { readonly kind: 'ready'; readonly ticket: number; readonly generation: number }
  /** The sound of a `revise` follows at the ring's splice `splice`: `WORD.spliced` says when it was reached. */
  | { readonly kind: 'revised'; readonly ticket: number; readonly revision: number; readonly splice: number }
  /** A few times a second while that changes. */
  | { readonly kind: 'buffered'; readonly ticket: number; readonly frames: number }
  /** The whole length, known at the end at the latest. */
  | { readonly kind: 'length'; readonly ticket: number; readonly length: Frames }
  | { readonly kind: 'completed'; readonly ticket: number }
  | { readonly kind: 'failed'; readonly ticket: number; readonly failure: Failure }
  /** The connection is gone; what is buffered still sounds. */
  | { readonly kind: 'disconnected' };
