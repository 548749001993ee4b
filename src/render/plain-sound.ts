/**
 * A file of which any stretch can be read alone: an MP3 whose frames are all of one size and need none before them, as ours
 * are, a WAV, or a FLAC. All are counted in frames of 1152 samples, the last of which may be shorter but in an MP3.
 */
export interface PlainSound {
  readonly kind: 'mp3' | 'wav' | 'flac';
  readonly path: string;
  /** Where its first frame of sound begins. Bytes. */
  readonly offset: number;
  /** 0: they differ. */
  readonly frameBytes: number;
  /** Frames of sound. */
  readonly frames: number;
  /** Bytes of each of a FLAC's blocks, of four frames but the last; null: it has none. */
  readonly blocks: Uint16Array | null;
}
