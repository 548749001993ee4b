import type { EncodedMix } from './encoded-store.ts';
import type { PlainSound } from './plain-sound.ts';

/** Frames [from, to) of a file to be: those of an encode that is there, or (null) to be encoded. */
export interface SoundPart {
  readonly from: number;
  readonly to: number;
  readonly of: EncodedMix | null;
}

/** A file that was written. */
export interface MadeSound {
  /** Deepest reduction of the limiter. Decibels, >= 0. */
  readonly reduction: number;
  /** Where each of its frames came from. */
  readonly parts: readonly SoundPart[];
  /** The file, where any stretch of it can be read alone; null: none can. */
  readonly plain: PlainSound | null;
  /** As the store keeps it; null: there is no store, or it keeps none of this kind. */
  readonly mix: EncodedMix | null;
}
