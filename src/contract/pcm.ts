import type { Failure, Frames } from '../model/index.ts';

/**
 * What sounds: a sound of the library; the mix of a workout's variant as it is edited now (`variant`: an id, `music` or
 * `coaching`); decoded sound by its key, a take's above all; or a cue of the open session, as it sounds alone (`cue`: its
 * id).
 */
export type SoundRef =
  | { readonly kind: 'asset'; readonly asset: string }
  | { readonly kind: 'mix'; readonly workout: string; readonly variant: string }
  | { readonly kind: 'source'; readonly source: string }
  | { readonly kind: 'cue'; readonly cue: string };

/**
 * How sound travels from the studio to a player. The player opens a source at a frame under an epoch of its own, and
 * grants credit; the studio never sends more frames than were granted. A new `open` ends the one before; messages of an
 * older epoch are to be thrown away by whoever gets them. One connection carries one source at a time.
 */
export type ToPcmSource =
  | { readonly kind: 'open'; readonly epoch: number; readonly sound: SoundRef; readonly from: Frames }
  /** Frames more that may be sent. */
  | { readonly kind: 'credit'; readonly epoch: number; readonly frames: number }
  | { readonly kind: 'close'; readonly epoch: number };

export type FromPcmSource =
  /** `length` null: not known before it is decoded to its end. */
  | { readonly kind: 'opened'; readonly epoch: number; readonly length: Frames | null; readonly cached: boolean }
  /** Interleaved stereo float32 from `frame` on. */
  | { readonly kind: 'pcm'; readonly epoch: number; readonly frame: Frames; readonly samples: Float32Array }
  /** Nothing follows: `length` frames in all. */
  | { readonly kind: 'ended'; readonly epoch: number; readonly length: Frames }
  | { readonly kind: 'failed'; readonly epoch: number; readonly failure: Failure };

/** Frames of sound in one `pcm` message at most: 100 ms. */
export const PCM_BLOCK = 4800;

/** The studio's end of a connection that carries sound. */
export interface PcmPort {
  send(message: FromPcmSource): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}
