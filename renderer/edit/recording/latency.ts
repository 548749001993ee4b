/** What the system says of the ways between the air and the page, seconds. What it does not say is 0. */
export interface Latencies {
  /** From the player's position to its context's end, and from there to the ear. */
  readonly base: number;
  readonly output: number;
  /** From the air to the page. */
  readonly input: number;
}

/**
 * How much later than the player's position what is spoken along with it reaches the recorder: music takes `base` and
 * `output` to the ear, the answer `input` back. Without music only the way back counts. Seconds, 0..1: a device that
 * says more is not believed.
 */
export const roundTrip = ({ base, output, input }: Latencies, withMusic: boolean): number => {
  const all = known(input) + (withMusic ? known(base) + known(output) : 0);
  return Math.min(1, all);
};

const known = (seconds: number): number => (Number.isFinite(seconds) && seconds > 0 ? seconds : 0);
