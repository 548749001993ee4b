import { ENGINE_RATE } from '../model/index.ts';

/** 0 at 0, 1 at 1, flat at both ends. Outside 0..1 it stays at the end. */
export const raisedCosine = (x: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return 0.5 - 0.5 * Math.cos(Math.PI * x);
};

/** How much of a level is left after one frame, where it falls to 1/e in `seconds`. */
export const decayPerFrame = (seconds: number): number => Math.exp(-1 / (seconds * ENGINE_RATE));

/** Attack, hold, release: a note that rises over `attack`, stays, and falls over `release` after `hold`. Frames. */
export interface Gate {
  readonly attack: number;
  readonly hold: number;
  readonly release: number;
}

/** Level 0..1 of a gate `n` frames after the note starts; 0 from hold + release on. */
export const gateAt = (gate: Gate, n: number): number => {
  const rise = n < gate.attack ? raisedCosine((n + 1) / (gate.attack + 1)) : 1;
  if (n < gate.hold) return rise;
  return rise * (1 - raisedCosine((n - gate.hold + 1) / (gate.release + 1)));
};

/** Turns the last `length` frames of an interleaved stereo buffer down to nothing, so that a cut tail does not click. */
export const fadeTail = (stereo: Float32Array, length: number): void => {
  const frames = stereo.length / 2;
  const from = Math.max(0, frames - length);
  for (let n = from; n < frames; n++) {
    const level = 1 - raisedCosine((n - from + 1) / (frames - from));
    stereo[2 * n] *= level;
    stereo[2 * n + 1] *= level;
  }
};
