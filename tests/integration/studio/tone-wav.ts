import { wavFile } from './wav-file.ts';

/** Writes a sine as a 16-bit stereo WAV at 48 kHz. `level`: its peak, 0..1. */
export const toneWav = (path: string, tone: { hertz: number; seconds: number; level: number }): void =>
  wavFile(
    path,
    2,
    Math.round(tone.seconds * 48_000),
    (n) => tone.level * Math.sin((2 * Math.PI * tone.hertz * n) / 48_000),
  );
