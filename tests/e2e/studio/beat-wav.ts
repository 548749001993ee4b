import { wavFile } from '../../integration/studio/wav-file.ts';

/** Writes music that has a beat, as a 16-bit stereo WAV at 48 kHz: a drum on every beat over a tone. The first is at 0. */
export const beatWav = (path: string, { bpm, seconds }: { bpm: number; seconds: number }): void => {
  const beat = (48_000 * 60) / bpm;
  wavFile(path, 2, Math.round(seconds * 48_000), (n) => {
    const t = (n % beat) / 48_000;
    const accent = Math.floor(n / beat) % 4 === 0 ? 1 : 0.7;
    const drum = accent * Math.exp(-18 * t) * Math.sin(2 * Math.PI * (50 + 90 * Math.exp(-30 * t)) * t);
    return 0.55 * drum + 0.1 * Math.sin((2 * Math.PI * 110 * n) / 48_000);
  });
};
