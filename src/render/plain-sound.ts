/**
 * A file of which any stretch can be read alone: an MP3 whose frames are all of one size and need none before them, as ours
 * are, or a WAV. Both are counted in frames of 1152 samples, in a WAV the last of which may be shorter.
 */
export interface PlainSound {
  readonly kind: 'mp3' | 'wav';
  readonly path: string;
  /** Where its first frame of sound begins. Bytes. */
  readonly offset: number;
  readonly frameBytes: number;
  /** Frames of sound. */
  readonly frames: number;
}
