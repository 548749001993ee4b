import { ENGINE_RATE, type Frames, frames, type Seconds } from '../model/index.ts';

/** What a container says about how long its sound is. */
export interface StatedLength {
  /** What should decode, null where the container makes no promise. */
  readonly promised: Seconds | null;
  /** Where the sound ends, for containers whose padding ffmpeg may leave at the end. */
  readonly trimTo: Frames | null;
  /** The file visibly stops in the middle of its data. */
  readonly cut: boolean;
  /** At the engine's rate, and no frame needs another: ffmpeg goes to a place in it and gives the same samples. Default false. */
  readonly seeks?: boolean;
}

/** Random access to a file's bytes; short at the end of the file. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** Samples at a rate to the nearest engine frame. */
export const samplesToFrames = (samples: number, rate: number): Frames =>
  frames(Math.round((samples * ENGINE_RATE) / rate));
