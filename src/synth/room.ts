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

/** Frames worked on at once: no more than the shortest line is long, so that no line hears its own block. */
const BLOCK = 1024;

/** Adds a room to an interleaved stereo buffer whose end is free for the tail. A feedback delay network of eight lines. */
export const addRoom = (stereo: Float32Array, room: Room): void => {
  if (room.level <= 0) return;
  const frames = stereo.length / 2;
  // What line i gives out at frame n is what was put in at n - LINES[i]: stored at n, nothing before the note.
  const lines = LINES.map((delay) => new Float32Array(frames + delay));
  const keep = LINES.map((delay) => 10 ** ((-3 * delay) / (room.seconds * ENGINE_RATE)));
  const damped = new Float64Array(LINES.length);
  const outs = LINES.map(() => new Float64Array(BLOCK));
  const wet = new Float32Array(stereo.length);
  for (let start = 0; start < frames; start += BLOCK) {
    const count = Math.min(BLOCK, frames - start);
    outs.forEach((out, i) => {
      damped[i] = readLine(lines[i].subarray(start, start + count), damped[i], keep[i], out);
    });
    const [a, b, c, d, e, f, g, h] = outs;
    for (let n = 0; n < count; n++) {
      wet[2 * (start + n)] = a[n] - c[n] + e[n] - g[n];
      wet[2 * (start + n) + 1] = b[n] - d[n] + f[n] - h[n];
    }
    mixLines(outs, count);
    const heard = Math.max(0, PREDELAY - start);
    outs.forEach((out, i) => {
      const line = lines[i].subarray(start + LINES[i]);
      for (let n = 0; n < count; n++) line[n] = out[n];
      for (let n = heard; n < count; n++) line[n] += stereo[2 * (start + n - PREDELAY) + (i % 2)];
    });
  }
  fadeTail(wet, Math.floor(frames / 3));
  for (let i = 0; i < stereo.length; i++) stereo[i] += wet[i] * room.level;
};

/** One line's output, damped and turned down. Returns the damper's state for the next block. */
const readLine = (line: Float32Array, state: number, keep: number, out: Float64Array): number => {
  let damped = state;
  for (let n = 0; n < line.length; n++) {
    damped += (1 - DAMPING) * (line[n] - damped);
    out[n] = damped * keep;
  }
  return damped;
};

/** Mixes eight lines into each other without changing their energy (a Hadamard matrix, by butterflies). */
const mixLines = (lines: readonly Float64Array[], count: number): void => {
  for (let half = 1; half < lines.length; half *= 2) {
    for (let i = 0; i < lines.length; i++) {
      if ((i & half) === 0) butterfly(lines[i], lines[i + half], count);
    }
  }
};

const butterfly = (a: Float64Array, b: Float64Array, count: number): void => {
  for (let n = 0; n < count; n++) {
    const sum = (a[n] + b[n]) * Math.SQRT1_2;
    b[n] = (a[n] - b[n]) * Math.SQRT1_2;
    a[n] = sum;
  }
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
