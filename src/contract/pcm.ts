import type { Failure, Frames } from '../model/index.ts';

/**
 * One sound: a sound of the library; the mix of a workout's variant as it is edited now (`variant`: an id, `music` or
 * `coaching`); decoded sound by its key, a take's above all; a cue of the open session, as it sounds alone (`cue`: its
 * id); a file that an export made (`path`: where); or the music of a workout as its files have it, at their own levels.
 */
export type OneSound =
  | { readonly kind: 'asset'; readonly asset: string }
  | { readonly kind: 'mix'; readonly workout: string; readonly variant: string }
  | { readonly kind: 'source'; readonly source: string }
  | { readonly kind: 'cue'; readonly cue: string }
  | { readonly kind: 'made'; readonly path: string }
  | { readonly kind: 'music'; readonly workout: string };

/**
 * What sounds. A pair: two sounds from the same frame on, as one, as long as the longer; the player says how loud each of
 * them is heard.
 */
export type SoundRef = OneSound | { readonly kind: 'pair'; readonly first: OneSound; readonly second: OneSound };

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
  /** Interleaved stereo float32 from `frame` on; of a pair, as many frames of its second behind those of its first. */
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
