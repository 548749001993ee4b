import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeWav } from '../media/sound-files.ts';

/** Writes a 16-bit WAV at 48 kHz. `at`: the sample of every channel at a frame, -1..1; beyond that it is cut flat. */
export const wavFile = (path: string, channels: 1 | 2, frames: number, at: (frame: number) => number): void => {
  const data = Buffer.alloc(frames * channels * 2);
  const samples = new Int16Array(data.buffer, data.byteOffset, frames * channels);
  for (let n = 0; n < frames; n++) {
    samples.fill(Math.round(32_767 * Math.max(-1, Math.min(1, at(n)))), n * channels, (n + 1) * channels);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeWav(path, data, { channels });
};
