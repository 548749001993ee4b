import { type FileHandle, open } from 'node:fs/promises';
import { CHANNELS, CueforgeError, ENGINE_RATE, type Frames } from '../model/index.ts';

/** Sound from one place on, asked for piece by piece. */
export interface PcmStream {
  /** Frames in all; null: not known yet. */
  readonly length: () => Frames | null;
  /**
   * The next at most `most` frames, interleaved stereo in memory of their own; of a pair, as many of its second behind
   * those of its first. Null: there are none, and `length` is known. One call at a time.
   */
  next(most: number): Promise<Float32Array | null>;
  close(): Promise<void>;
}

const FRAME_BYTES = 4 * CHANNELS;
/** Frames read in one go once a stream runs: a second. The first read is short, so that sound starts at once. */
const WINDOW = ENGINE_RATE;
const FIRST_WINDOW = ENGINE_RATE / 10;

/**
 * Sound from a file of the PCM cache. The window after the one that is given out is read meanwhile. A frame past the
 * end counts as the end. Throws `file-unreadable` where the file ends early, and what the system says where it does not open.
 */
export const openPcmFile = async (
  file: { readonly path: string; readonly frames: Frames },
  from: Frames,
): Promise<PcmStream> => {
  const handle = await open(file.path, 'r');
  let window: Float32Array = new Float32Array(0);
  let used = 0;
  let read: number = Math.min(from, file.frames);
  let ahead = readWindow(handle, file, read, FIRST_WINDOW);
  let closing: Promise<void> | null = null;

  return {
    length: () => file.frames,
    async next(most) {
      if (used === window.length) {
        window = await ahead;
        used = 0;
        read += window.length / CHANNELS;
        ahead = closing === null ? readWindow(handle, file, read, WINDOW) : Promise.resolve(new Float32Array(0));
      }
      if (window.length === 0) return null;
      const piece = window.slice(used, used + most * CHANNELS);
      used += piece.length;
      return piece;
    },
    close() {
      closing ??= ahead.then(
        () => handle.close(),
        () => handle.close(),
      );
      return closing;
    },
  };
};

/** Empty at the end of the file. Its failure is heard by whoever awaits it. */
const readWindow = (
  handle: FileHandle,
  file: { readonly path: string; readonly frames: Frames },
  at: number,
  most: number,
): Promise<Float32Array> => {
  const reading = (async (): Promise<Float32Array> => {
    const samples = new Float32Array(Math.min(most, file.frames - at) * CHANNELS);
    const bytes = new Uint8Array(samples.buffer);
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, done, bytes.length - done, at * FRAME_BYTES + done);
      if (bytesRead === 0) {
        throw new CueforgeError('file-unreadable', `The decoded sound "${file.path}" is too short`, {
          path: file.path,
        });
      }
      done += bytesRead;
    }
    return samples;
  })();
  reading.catch(() => undefined);
  return reading;
};
