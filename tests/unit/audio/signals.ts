import { ENGINE_RATE } from '../../../src/model/index.ts';

/** One stretch of a test signal: `level` dBFS is the sine's peak; -Infinity is silence. */
export interface Tone {
  readonly seconds: number;
  readonly level: number;
}

/** Stereo sine of 1 kHz (or `frequency`) in phase on both channels, stretch after stretch, as EBU Tech 3341 asks. */
export const tones = (stretches: readonly Tone[], frequency = 1000): Float32Array => {
  const lengths = stretches.map((stretch) => Math.round(stretch.seconds * ENGINE_RATE));
  const pcm = new Float32Array(lengths.reduce((total, length) => total + length, 0) * 2);
  let at = 0;
  for (const [i, { level }] of stretches.entries()) {
    const amplitude = 10 ** (level / 20);
    for (const end = at + lengths[i]; at < end; at++) {
      const value = amplitude * Math.sin((2 * Math.PI * frequency * at) / ENGINE_RATE);
      pcm[2 * at] = value;
      pcm[2 * at + 1] = value;
    }
  }
  return pcm;
};

/** Stereo sine of frequency (rate / `period`) with a starting phase in degrees. */
export const sine = (frames: number, period: number, degrees: number, amplitude: number): Float32Array => {
  const pcm = new Float32Array(frames * 2);
  for (let n = 0; n < frames; n++) {
    const value = amplitude * Math.sin((2 * Math.PI * n) / period + (degrees * Math.PI) / 180);
    pcm[2 * n] = value;
    pcm[2 * n + 1] = value;
  }
  return pcm;
};

/** A small generator of evenly spread numbers in -1..1; the same seed gives the same numbers. */
export const random = (seed: number): (() => number) => {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 31 - 1;
  };
};

/** White noise, -amplitude..amplitude, the channels independent. */
export const noise = (frames: number, amplitude: number, seed = 1): Float32Array => {
  const next = random(seed);
  return Float32Array.from({ length: frames * 2 }, () => amplitude * next());
};

/**
 * Something like music: three low partials, a kick twice a second and a breath of noise, peaking near `amplitude`.
 * Loud moments are rare, as in music, so skipping and limiting begin and end many times.
 */
export const music = (frames: number, amplitude: number, seed = 1): Float32Array => {
  const next = random(seed);
  const pcm = new Float32Array(frames * 2);
  for (let n = 0; n < frames; n++) {
    const t = n / ENGINE_RATE;
    const kick = Math.sin(2 * Math.PI * 55 * t) * Math.exp(-(n % 24_000) / 4000);
    for (let c = 0; c < 2; c++) {
      const chord =
        Math.sin(2 * Math.PI * 220 * t + c) + Math.sin(2 * Math.PI * 277 * t) + Math.sin(2 * Math.PI * 330 * t);
      const hat = next() * Math.exp(-(n % 6000) / 400);
      pcm[2 * n + c] = amplitude * (0.55 * kick + 0.12 * chord + 0.12 * hat);
    }
  }
  return pcm;
};

/** Cuts `pcm` into pieces of `frames` frames; the last may be shorter. */
export const pieces = (pcm: Float32Array, frames: number): Float32Array[] => {
  const cut: Float32Array[] = [];
  for (let at = 0; at < pcm.length; at += frames * 2) cut.push(pcm.subarray(at, Math.min(pcm.length, at + frames * 2)));
  return cut;
};

/** The block sizes every streaming part is run with. */
export const BLOCK_SIZES = [1, 127, 128, 4096] as const;
