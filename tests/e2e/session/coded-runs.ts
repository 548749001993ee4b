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

/** Finds what sounds unshaped of a coded sound, alone: every stretch of at least a hundredth of a second, in order. */
export const codedRuns = (captured: Float32Array, sound: number, frames: number): CodedRun[] => {
  const left = Float32Array.from({ length: frames }, (_, n) => codedSample(sound, n, 0) / 32_768);
  const right = Float32Array.from({ length: frames }, (_, n) => codedSample(sound, n, 1) / 32_768);
  const total = captured.length / 2;
  const same = (at: number, frame: number): boolean =>
    Math.abs(captured[2 * at] - left[frame]) <= SAME && Math.abs(captured[2 * at + 1] - right[frame]) <= SAME;
  const frameAt = (at: number, hint: number): number => {
    const fits = (frame: number): boolean => {
      for (let i = 0; i < CERTAIN; i++) if (frame + i >= frames || !same(at + i, frame + i)) return false;
      return true;
    };
    for (let frame = hint; frame < frames; frame++) if (fits(frame)) return frame;
    for (let frame = 0; frame < hint; frame++) if (fits(frame)) return frame;
    return -1;
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
