/**
 * The K filter of ITU-R BS.1770-4 (Annex 1): a shelf that stands for the head, +4 dB above 2 kHz, then a high-pass at
 * about 38 Hz. Coefficients are the standard's own for 48 kHz; arithmetic is double precision.
 */

// Stage 1, the shelf (BS.1770-4, table 1).
const B0 = 1.53512485958697;
const B1 = -2.69169618940638;
const B2 = 1.19839281085285;
const A1 = -1.69065929318241;
const A2 = 0.73248077421585;
// Stage 2, the high-pass (table 2). Its numerator is 1, -2, 1.
const C1 = -1.99004745483398;
const C2 = 0.99007225036621;

/** State below this is inaudible by any measure; cleared, so that silence never runs on subnormal numbers. */
const FLOOR = 1e-30;

/** A stereo K filter with memory. One per signal; feed it frames in order. */
export interface KWeighting {
  /**
   * Filters frames [from, to) of interleaved stereo `pcm` and returns `sum` plus the squares of both channels'
   * filtered samples. Adding goes frame by frame onto `sum`, so cutting a stretch in two changes no bit of the result.
   */
  accumulate(pcm: Float32Array, from: number, to: number, sum: number): number;
  /** Clears what has decayed to nothing. Call it at fixed places of the signal, never at the caller's block ends. */
  settle(): void;
}

export const createKWeighting = (): KWeighting => {
  // Transposed direct form II: two numbers a stage, left shelf, left high-pass, right shelf, right high-pass.
  const state = new Float64Array(8);
  return {
    accumulate: (pcm, from, to, sum) => {
      let p1 = state[0];
      let p2 = state[1];
      let q1 = state[2];
      let q2 = state[3];
      let r1 = state[4];
      let r2 = state[5];
      let s1 = state[6];
      let s2 = state[7];
      for (let i = from * 2; i < to * 2; i += 2) {
        const left = pcm[i];
        const right = pcm[i + 1];
        // Both channels a step at a time, the recursive term last: no step waits for the one before it.
        const u = B0 * left + p1;
        const v = B0 * right + r1;
        p1 = B1 * left + p2 - A1 * u;
        r1 = B1 * right + r2 - A1 * v;
        p2 = B2 * left - A2 * u;
        r2 = B2 * right - A2 * v;
        const l = u + q1;
        const r = v + s1;
        q1 = q2 - 2 * u - C1 * l;
        s1 = s2 - 2 * v - C1 * r;
        q2 = u - C2 * l;
        s2 = v - C2 * r;
        sum += l * l + r * r;
      }
      state[0] = p1;
      state[1] = p2;
      state[2] = q1;
      state[3] = q2;
      state[4] = r1;
      state[5] = r2;
      state[6] = s1;
      state[7] = s2;
      return sum;
    },
    settle: () => {
      for (let i = 0; i < state.length; i++) if (Math.abs(state[i]) < FLOOR) state[i] = 0;
    },
  };
};
