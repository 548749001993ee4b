import { createKWeighting, STEP_FRAMES } from '../../src/audio/index.ts';

/** Steps of a momentary window: 400 ms. */
const MOMENTARY_STEPS = 40;
/** Steps a peak is held for, so that an eye that looks 60 times a second misses none: 50 ms. */
const PEAK_STEPS = 5;

/** Where the figures are left: places in an array. */
export interface LevelPlaces {
  /** Highest sample magnitude of the last 50 ms. Linear. */
  readonly peakLeft: number;
  readonly peakRight: number;
  /** K-weighted energy of the last 400 ms. */
  readonly momentary: number;
}

/** Measures what is given out and leaves the figures in shared memory. Audio thread only; allocates nothing after it is made. */
export interface OutputMeter {
  /** Takes the first `count` frames of interleaved stereo. */
  push(pcm: Float32Array, count: number): void;
}

export const createOutputMeter = (floats: Float32Array, places: LevelPlaces): OutputMeter => {
  const filter = createKWeighting();
  const energies = new Float64Array(MOMENTARY_STEPS);
  const lefts = new Float32Array(PEAK_STEPS);
  const rights = new Float32Array(PEAK_STEPS);
  /** The sum of the step that runs: in an array, since a closure's number would be boxed anew at every change. */
  const sum = new Float64Array(1);
  let step = 0;
  let filled = 0;

  const closeStep = (): void => {
    energies[step % MOMENTARY_STEPS] = sum[0] / STEP_FRAMES;
    sum[0] = 0;
    filled = 0;
    filter.settle();
    let energy = 0;
    for (let i = 0; i < MOMENTARY_STEPS; i++) energy += energies[i];
    floats[places.momentary] = energy / MOMENTARY_STEPS;
    let left = 0;
    let right = 0;
    for (let i = 0; i < PEAK_STEPS; i++) {
      if (lefts[i] > left) left = lefts[i];
      if (rights[i] > right) right = rights[i];
    }
    floats[places.peakLeft] = left;
    floats[places.peakRight] = right;
    step = (step + 1) % (MOMENTARY_STEPS * PEAK_STEPS);
    lefts[step % PEAK_STEPS] = 0;
    rights[step % PEAK_STEPS] = 0;
  };

  return {
    push(pcm, count) {
      for (let at = 0; at < count; ) {
        const end = Math.min(count, at + STEP_FRAMES - filled);
        sum[0] = filter.accumulate(pcm, at, end, sum[0]);
        const peak = step % PEAK_STEPS;
        for (let i = at; i < end; i++) {
          const left = Math.abs(pcm[2 * i]);
          const right = Math.abs(pcm[2 * i + 1]);
          if (left > lefts[peak]) lefts[peak] = left;
          if (right > rights[peak]) rights[peak] = right;
        }
        filled += end - at;
        at = end;
        if (filled === STEP_FRAMES) closeStep();
      }
    },
  };
};
