import { codedSample } from './coded-sound.ts';

/** A stretch of a coded sound that came out untouched. Frames: of the capture, of the sound. */
export interface CodedRun {
  readonly at: number;
  readonly frame: number;
  readonly length: number;
}

/** Frames in a row that make a place certain. */
const CERTAIN = 24;
const SAME = 1e-6;
/** Samples of 16 bits to one. */
const FULL = 32_768;
/** Bits that say where in the index of a sound a frame is looked for. */
const INDEX_BITS = 20;

/** Finds what sounds unshaped of a coded sound, alone: every stretch of at least a hundredth of a second, in order. */
export const codedRuns = (captured: Float32Array, sound: number, frames: number): CodedRun[] => {
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let n = 0; n < frames; n++) {
    left[n] = codedSample(sound, n, 0) / FULL;
    right[n] = codedSample(sound, n, 1) / FULL;
  }
  const alike = framesByContent(left, right);
  const total = captured.length / 2;
  const same = (at: number, frame: number): boolean =>
    Math.abs(captured[2 * at] - left[frame]) <= SAME && Math.abs(captured[2 * at + 1] - right[frame]) <= SAME;
  const fits = (at: number, frame: number): boolean => {
    for (let i = 0; i < CERTAIN; i++) if (frame + i >= frames || !same(at + i, frame + i)) return false;
    return true;
  };
  const frameAt = (at: number, hint: number): number => {
    let before = -1;
    for (const frame of alike(captured[2 * at], captured[2 * at + 1])) {
      if (frame < hint && before >= 0) continue;
      if (!fits(at, frame)) continue;
      if (frame >= hint) return frame;
      before = frame;
    }
    return before;
  };
  const runs: CodedRun[] = [];
  for (let at = 0; at + CERTAIN <= total; ) {
    const isSilent = captured[2 * at] === 0 && captured[2 * at + 1] === 0;
    const last = runs.at(-1);
    const frame = isSilent ? -1 : frameAt(at, last ? last.frame + last.length : 0);
    if (frame < 0) {
      at += isSilent ? 16 : 64;
      continue;
    }
    // It may have begun before the place that was looked at.
    let back = 0;
    const floor = last ? last.at + last.length : 0;
    while (at - back > floor && frame - back > 0 && same(at - back - 1, frame - back - 1)) back++;
    let length = CERTAIN;
    while (at + length < total && frame + length < frames && same(at + length, frame + length)) length++;
    if (back + length >= 480) runs.push({ at: at - back, frame: frame - back, length: back + length });
    at += length;
  }
  return runs;
};

/** Gives the frames of a sound that may be what is asked for, in order. Without it every place would be held against all. */
const framesByContent = (
  left: Float32Array,
  right: Float32Array,
): ((left: number, right: number) => Generator<number>) => {
  const slotOf = (l: number, r: number): number =>
    Math.imul(Math.round(l * FULL) * 65_537 + Math.round(r * FULL), 0x9e37_79b1) >>> (32 - INDEX_BITS);
  const first = new Int32Array(1 << INDEX_BITS).fill(-1);
  const next = new Int32Array(left.length);
  for (let frame = left.length - 1; frame >= 0; frame--) {
    const slot = slotOf(left[frame], right[frame]);
    next[frame] = first[slot];
    first[slot] = frame;
  }
  return function* (l, r) {
    for (let frame = first[slotOf(l, r)]; frame >= 0; frame = next[frame]) yield frame;
  };
};
