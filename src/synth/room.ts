import { ENGINE_RATE } from '../model/index.ts';
import { fadeTail } from './envelopes.ts';

/** A room around one note. It begins empty with the note and is faded to nothing at the note's end: finite memory. */
export interface Room {
  /** Level of the room against the dry sound, linear. 0: none. */
  readonly level: number;
  /** How long the room takes to fall by 60 dB. */
  readonly seconds: number;
}

/** Lengths of the eight delay lines, frames: primes, so that their echoes never fall together. */
const LINES = [1031, 1327, 1523, 1783, 2027, 2281, 2543, 2903];
/** The room answers a little after the sound. */
const PREDELAY = 601;
/** What each line keeps of its last output: high notes die first. */
const DAMPING = 0.35;

/** Adds a room to an interleaved stereo buffer whose end is free for the tail. A feedback delay network of eight lines. */
export const addRoom = (stereo: Float32Array, room: Room): void => {
  if (room.level <= 0) return;
  const frames = stereo.length / 2;
  const lines = LINES.map((length) => new Float32Array(length));
  const keep = LINES.map((length) => 10 ** ((-3 * length) / (room.seconds * ENGINE_RATE)));
  const damped = new Float64Array(8);
  const out = new Float64Array(8);
  const wet = new Float32Array(stereo.length);
  for (let n = 0; n < frames; n++) {
    const from = 2 * (n - PREDELAY);
    const left = from >= 0 ? stereo[from] : 0;
    const right = from >= 0 ? stereo[from + 1] : 0;
    for (let i = 0; i < 8; i++) {
      damped[i] += (1 - DAMPING) * (lines[i][n % LINES[i]] - damped[i]);
      out[i] = damped[i] * keep[i];
    }
    wet[2 * n] = out[0] - out[2] + out[4] - out[6];
    wet[2 * n + 1] = out[1] - out[3] + out[5] - out[7];
    mixLines(out);
    for (let i = 0; i < 8; i++) lines[i][n % LINES[i]] = out[i] + (i % 2 === 0 ? left : right);
  }
  fadeTail(wet, Math.floor(frames / 3));
  for (let i = 0; i < stereo.length; i++) stereo[i] += wet[i] * room.level;
};

/** Mixes eight lines into each other without changing their energy (a Hadamard matrix, by butterflies). */
const mixLines = (x: Float64Array): void => {
  for (let half = 1; half < 8; half *= 2) {
    for (let i = 0; i < 8; i += 2 * half) {
      for (let j = i; j < i + half; j++) {
        const a = x[j];
        const b = x[j + half];
        x[j] = a + b;
        x[j + half] = a - b;
      }
    }
  }
  for (let i = 0; i < 8; i++) x[i] *= Math.SQRT1_2 / 2;
};

/** Echoes that jump from side to side, each `delay` frames after the last and `keep` (0..1) as loud. Finite. */
export const addEchoes = (stereo: Float32Array, length: number, delay: number, keep: number, count: number): void => {
  const frames = stereo.length / 2;
  const dry = stereo.slice(0, 2 * length);
  let level = 1;
  for (let echo = 1; echo <= count; echo++) {
    level *= keep;
    const [toLeft, toRight] = echo % 2 === 1 ? [level, level * 0.25] : [level * 0.25, level];
    const end = Math.min(length, frames - echo * delay);
    for (let n = 0; n < end; n++) {
      const mono = 0.5 * (dry[2 * n] + dry[2 * n + 1]);
      stereo[2 * (n + echo * delay)] += mono * toLeft;
      stereo[2 * (n + echo * delay) + 1] += mono * toRight;
    }
  }
};
