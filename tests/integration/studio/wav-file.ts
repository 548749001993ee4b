import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a 16-bit WAV at 48 kHz. `at`: the sample of every channel at a frame, -1..1; beyond that it is cut flat. */
export const wavFile = (path: string, channels: 1 | 2, frames: number, at: (frame: number) => number): void => {
  const block = channels * 2;
  const bytes = Buffer.alloc(44 + frames * block);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + frames * block, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(48_000, 24);
  bytes.writeUInt32LE(48_000 * block, 28);
  bytes.writeUInt16LE(block, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(frames * block, 40);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset + 44, frames * channels);
  for (let n = 0; n < frames; n++) {
    samples.fill(Math.round(32_767 * Math.max(-1, Math.min(1, at(n)))), n * channels, (n + 1) * channels);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
};
