import { createKWeighting } from './k-weighting.ts';

/** Frames of a sub-block, 100 ms: the grid that gating blocks (400 ms, 75 % overlap) and short-term windows lie on. */
export const BLOCK_FRAMES = 4800;
/** Frames of a fine step, 10 ms: the grid that maxima are looked for on (EBU Tech 3341 asks more than 10 Hz of them). */
export const STEP_FRAMES = 480;

const STEPS_PER_BLOCK = BLOCK_FRAMES / STEP_FRAMES;
/** The shortest signal that gives a momentary value: 400 ms, in sub-blocks. */
const SHORTEST_BLOCKS = 4;

/**
 * Measures K-weighted energy. What it finds never depends on how the signal was cut into `push` calls.
 * Samples must be finite.
 */
export interface LoudnessMeter {
  /** Takes interleaved stereo at 48 kHz; any whole number of frames. */
  push(pcm: Float32Array): void;
  /**
   * Ends the signal. A signal shorter than 400 ms is padded with silence to whole sub-blocks, so that a short take has
   * energies at all; in a longer one the last, partial sub-block is dropped, as BS.1770-4 says. Without it, nothing is
   * padded. Calling it twice changes nothing; pushing after it throws an Error.
   */
  finish(): void;
  /** One value per whole sub-block of BLOCK_FRAMES: mean square of the K-weighted signal, summed over the channels. */
  energies(): Float64Array;
  /** The same per whole step of STEP_FRAMES. */
  steps(): Float64Array;
}

export const createLoudnessMeter = (): LoudnessMeter => {
  const filter = createKWeighting();
  let steps = new Float64Array(1024);
  let count = 0;
  let filled = 0;
  let sum = 0;
  let finished = false;

  const closeStep = (): void => {
    if (count === steps.length) {
      const grown = new Float64Array(steps.length * 2);
      grown.set(steps);
      steps = grown;
    }
    steps[count++] = sum / STEP_FRAMES;
    sum = 0;
    filled = 0;
    filter.settle();
  };
  const take = (pcm: Float32Array): void => {
    const total = pcm.length >> 1;
    for (let at = 0; at < total; ) {
      const end = Math.min(total, at + STEP_FRAMES - filled);
      sum = filter.accumulate(pcm, at, end, sum);
      filled += end - at;
      at = end;
      if (filled === STEP_FRAMES) closeStep();
    }
  };

  return {
    push: (pcm) => {
      if (finished) throw new Error('the loudness meter has finished; make a new one for a new signal');
      take(pcm);
    },
    finish: () => {
      if (finished) return;
      finished = true;
      const frames = count * STEP_FRAMES + filled;
      const partial = frames % BLOCK_FRAMES;
      if (partial > 0 && frames < SHORTEST_BLOCKS * BLOCK_FRAMES) take(new Float32Array((BLOCK_FRAMES - partial) * 2));
    },
    energies: () => {
      const blocks = new Float64Array(Math.floor(count / STEPS_PER_BLOCK));
      for (let i = 0; i < blocks.length; i++) {
        let total = 0;
        for (let k = 0; k < STEPS_PER_BLOCK; k++) total += steps[i * STEPS_PER_BLOCK + k];
        blocks[i] = total / STEPS_PER_BLOCK;
      }
      return blocks;
    },
    steps: () => steps.slice(0, count),
  };
};
