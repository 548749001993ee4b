import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a sine as a 16-bit stereo WAV at 48 kHz. `level`: its peak, 0..1. */
export const toneWav = (path: string, tone: { hertz: number; seconds: number; level: number }): void => {
  const count = Math.round(tone.seconds * 48_000);
  const bytes = Buffer.alloc(44 + count * 4);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + count * 4, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(48_000, 24);
  bytes.writeUInt32LE(192_000, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(count * 4, 40);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset + 44, count * 2);
  for (let n = 0; n < count; n++) {
    samples[2 * n] = samples[2 * n + 1] = Math.round(
      32767 * tone.level * Math.sin((2 * Math.PI * tone.hertz * n) / 48_000),
    );
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
};
