import type { Cuelist, SessionCue } from '../model/index.ts';

/** A cue in its place. Groups come before what they hold; `index` counts both. */
export interface Step {
  readonly index: number;
  readonly cue: SessionCue;
  /** The group it is in; null: the list itself. */
  readonly group: number | null;
  /** What a group holds, in the order of the file. */
  readonly children: readonly number[];
  /** The cue after it in its group or list; null: none. The last cue of a list that loops has the first. */
  readonly next: number | null;
}

/** The cues of a list by index. */
export const cuelistSteps = (list: Cuelist): readonly Step[] => {
  const steps: Step[] = [];
  const place = (cues: readonly SessionCue[], group: number | null, loop: boolean): number[] => {
    const placed = cues.map((cue): { index: number; children: number[]; cue: SessionCue } => {
      const index = steps.push(null as unknown as Step) - 1;
      const children = cue.action.kind === 'group' ? place(cue.action.cues, index, false) : [];
      return { index, children, cue };
    });
    placed.forEach(({ index, children, cue }, at) => {
      const next = placed[at + 1]?.index ?? (loop ? placed[0].index : null);
      steps[index] = { index, cue, group, children, next };
    });
    return placed.map(({ index }) => index);
  };
  place(list.cues, null, list.loop);
  return steps;
};

/** The cues of the list itself, by index. */
export const topSteps = (steps: readonly Step[]): Step[] => steps.filter(({ group }) => group === null);

/**
 * The order a group plays in on its `pass`-th run of a session that began with `seed`: known ahead, so that a shuffled
 * playlist can be prefetched like any other.
 */
export const childOrder = ({ cue, children, index }: Step, pass: number, seed: number): readonly number[] => {
  if (cue.action.kind !== 'group' || !cue.action.shuffle) return children;
  const order = [...children];
  let state = mix(mix(seed ^ 0x9e3779b9) ^ mix(index + 1) ^ Math.imul(pass + 1, 0x85ebca6b));
  for (let at = order.length - 1; at > 0; at -= 1) {
    state = mix(state + 0x6d2b79f5);
    const other = state % (at + 1);
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
};

/** Scatters the bits of a 32-bit number. */
const mix = (n: number): number => {
  let x = n >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
};
