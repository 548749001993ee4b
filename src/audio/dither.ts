import { CHANNELS } from '../model/index.ts';

/** Whole steps of 16 bits: -32768..32767. */
const STEPS = 32_768;
/** Two uniform numbers of 16 bits lie in one hash. */
const HALF = 65_536;

/** A number from all 32 bits for each 32-bit number, none twice; neighbours have nothing in common (lowbias32). */
const hash = (n: number): number => {
  let x = n | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
};

/**
 * Brings interleaved stereo to whole steps of 16 bits, in place, with triangular dither of ±1 step (TPDF): what is under a
 * step is then heard through a steady noise at -98 dBFS instead of being distorted. `start`: the frame of the mix that
 * `pcm` begins with. The noise of a frame depends on its place alone, so the same mix always gives the same bytes, however
 * it is cut. Samples over full scale are clipped.
 */
export const ditherTo16 = (pcm: Float32Array, start: number): void => {
  const first = start * CHANNELS;
  for (let i = 0; i < pcm.length; i++) {
    const random = hash(first + i);
    const noise = ((random >>> 16) - (random & 0xffff)) / HALF;
    const step = Math.round(pcm[i] * STEPS + noise);
    pcm[i] = Math.max(-STEPS, Math.min(STEPS - 1, step)) / STEPS;
  }
};
