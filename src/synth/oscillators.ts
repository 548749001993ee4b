import { ENGINE_RATE } from '../model/index.ts';

/** Equal temperament: MIDI note 69 is 440 Hz. `note` may be fractional. */
export const noteToHertz = (note: number): number => 440 * 2 ** ((note - 69) / 12);

/** The part of a cycle an oscillator moves in one frame. */
export const cyclesPerFrame = (hertz: number): number => hertz / ENGINE_RATE;

/** Rounds the corner at a jump (polyBLEP), so that saws and pulses do not alias. `phase` and `step` in cycles. */
const corner = (phase: number, step: number): number => {
  if (phase < step) {
    const t = phase / step;
    return t + t - t * t - 1;
  }
  if (phase > 1 - step) {
    const t = (phase - 1) / step;
    return t * t + t + t + 1;
  }
  return 0;
};

/** A saw in -1..1 at `phase` in [0, 1), moving `step` cycles a frame. */
export const sawAt = (phase: number, step: number): number => 2 * phase - 1 - corner(phase, step);

/** A square in -1..1 at `phase` in [0, 1), moving `step` cycles a frame. */
export const squareAt = (phase: number, step: number): number => {
  const half = phase < 0.5 ? phase + 0.5 : phase - 0.5;
  return (phase < 0.5 ? 1 : -1) + corner(phase, step) - corner(half, step);
};

/** Adds `length` frames of a saw, from `phase`, to a mono buffer. */
export const addSaw = (into: Float32Array, length: number, hertz: number, phase: number, gain: number): void => {
  const step = cyclesPerFrame(hertz);
  let at = phase;
  for (let n = 0; n < length; n++) {
    into[n] += gain * sawAt(at, step);
    at += step;
    if (at >= 1) at -= 1;
  }
};
