import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes music that has a beat, as a 16-bit stereo WAV at 48 kHz: a drum on every beat over a tone. The first is at 0. */
export const beatWav = (path: string, { bpm, seconds }: { bpm: number; seconds: number }): void => {
  const count = Math.round(seconds * 48_000);
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
  const beat = (48_000 * 60) / bpm;
  for (let n = 0; n < count; n++) {
    const t = (n % beat) / 48_000;
    const accent = Math.floor(n / beat) % 4 === 0 ? 1 : 0.7;
    const drum = accent * Math.exp(-18 * t) * Math.sin(2 * Math.PI * (50 + 90 * Math.exp(-30 * t)) * t);
    const tone = Math.sin((2 * Math.PI * 110 * n) / 48_000);
    samples[2 * n] = samples[2 * n + 1] = Math.round(32767 * (0.55 * drum + 0.1 * tone));
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
};
