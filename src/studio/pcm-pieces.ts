import { type FileHandle, open } from 'node:fs/promises';
import { createWaveformBuilder } from '../audio/index.ts';
import { CHANNELS, CueforgeError, ENGINE_RATE } from '../model/index.ts';
import type { PcmSound } from './pcm-source.ts';

const FRAME_BYTES = 4 * CHANNELS;
/** Frames read at once for a waveform. */
const PIECE = 65_536;
/** Longer sounds have a waveform of their own in the library: what is drawn from here is spoken. Frames, 10 min. */
const DRAWN_MOST = 600 * ENGINE_RATE;

/** Samples of decoded sound as bytes: float32, interleaved stereo. What lies behind its end is left out. */
export const readSamples = async (sound: PcmSound, start: number, count: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(Math.max(0, Math.min(count, sound.frames - start)) * FRAME_BYTES);
  const handle = await open(sound.path, 'r');
  try {
    await fill(handle, bytes, start * FRAME_BYTES, sound.path);
    return bytes;
  } finally {
    await handle.close();
  }
};

/** The waveform of decoded sound, 256 frames per point, read piece by piece: a BBC audiowaveform .dat, one channel. */
export const decodedWaveform = async (sound: PcmSound): Promise<Uint8Array> => {
  if (sound.frames > DRAWN_MOST) {
    throw new CueforgeError('bad-argument', 'This sound is too long to be drawn as a take', { frames: sound.frames });
  }
  const builder = createWaveformBuilder(ENGINE_RATE);
  const block = new Float32Array(Math.min(PIECE, sound.frames) * CHANNELS);
  const handle = await open(sound.path, 'r');
  try {
    for (let at = 0; at < sound.frames; at += PIECE) {
      const piece = block.subarray(0, Math.min(PIECE, sound.frames - at) * CHANNELS);
      const bytes = new Uint8Array(piece.buffer, 0, piece.byteLength);
      await fill(handle, bytes, at * FRAME_BYTES, sound.path);
      builder.push(piece);
    }
    return builder.finish()[0];
  } finally {
    await handle.close();
  }
};

const fill = async (handle: FileHandle, bytes: Uint8Array, from: number, path: string): Promise<void> => {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, from + done);
    if (bytesRead === 0)
      throw new CueforgeError('file-unreadable', `The decoded sound "${path}" is too short`, { path });
    done += bytesRead;
  }
};
