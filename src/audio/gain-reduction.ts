/**
 * The limiter's gain curve, in whole numbers: a step of 2^-16 dB. Whole numbers are what makes it forget exactly: a
 * running sum of them carries no rounding from what has left it, so the curve depends on a known stretch of the past
 * and on nothing before.
 */

/** Steps in a decibel. */
export const STEPS_PER_DB = 65536;
/** Most that is ever taken off: 24 dB, in steps. It bounds how long a release lasts, and so the memory. */
export const MAX_REDUCTION = 24 * STEPS_PER_DB;
/** What comes back each frame: 82 steps, 60.06 dB a second at 48 kHz. */
const RELEASE = 82;
/** Frames the curve is down ahead of the frame that needs it: 5 ms. */
export const ATTACK_FRAMES = 240;
/** Frames after which a need is forgotten before smoothing. */
export const RELEASE_FRAMES = Math.ceil(MAX_REDUCTION / RELEASE);

// Two boxes in a row average over 2 * BOX - 1 = ATTACK_FRAMES + 1 maxima, and each of those maxima covers the frame that
// is turned down: so it is turned down by no less than it needs.
const BOX = ATTACK_FRAMES / 2 + 1;
const RING = 256;
const QUIET = ATTACK_FRAMES + 2 * BOX + 1;

/** The `next` of a GainReduction over this is decibels of attenuation. */
export const REDUCTION_PER_DB = BOX * BOX * STEPS_PER_DB;

/** A gain curve under way. */
export interface GainReduction {
  /**
   * Takes what frame n needs (steps, 0..MAX_REDUCTION) and returns what frame n - ATTACK_FRAMES gets, in units of
   * 1 / REDUCTION_PER_DB dB: a whole number, 0 where nothing is taken off, never less than that frame needed.
   */
  next(need: number): number;
  /** True where the curve is at 0 and stays there for as long as the need is 0: such frames may be left out. */
  idle(): boolean;
  /** Back to the state it was made in. */
  reset(): void;
}

export const createGainReduction = (): GainReduction => {
  let held = 0;
  let n = 0;
  let quiet = QUIET;
  // Falling candidates for the maximum over the last ATTACK_FRAMES + 1 frames: frame numbers and values, [head, tail).
  const candidateAt = new Float64Array(RING);
  const candidate = new Int32Array(RING);
  let head = 0;
  let tail = 0;
  const maxima = new Int32Array(BOX);
  const sums = new Float64Array(BOX);
  let place = 0;
  let sum = 0;
  let total = 0;

  return {
    next: (need) => {
      n++;
      held = Math.max(need, held - RELEASE, 0);
      if (held > 0) {
        while (tail > head && candidate[(tail - 1) & (RING - 1)] <= held) tail--;
        candidate[tail & (RING - 1)] = held;
        candidateAt[tail & (RING - 1)] = n;
        tail++;
        quiet = 0;
      } else quiet++;
      if (tail > head && candidateAt[head & (RING - 1)] < n - ATTACK_FRAMES) head++;
      const maximum = tail > head ? candidate[head & (RING - 1)] : 0;
      sum += maximum - maxima[place];
      maxima[place] = maximum;
      total += sum - sums[place];
      sums[place] = sum;
      place = place === BOX - 1 ? 0 : place + 1;
      return total;
    },
    idle: () => quiet >= QUIET,
    reset: () => {
      held = 0;
      n = 0;
      quiet = QUIET;
      head = 0;
      tail = 0;
      maxima.fill(0);
      sums.fill(0);
      place = 0;
      sum = 0;
      total = 0;
    },
  };
};
