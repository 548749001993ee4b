import type { FadeCurve, MixerAct } from '../model/index.ts';

/**
 * A MixerAct in one shape for all kinds, so that one object can be filled from shared memory again and again. What a kind
 * has no use for is left as it is.
 */
export interface LiveAct {
  kind: MixerAct['kind'];
  /** Which of the mixer’s slots the voice has. */
  slot: number;
  /** Frames of the mixer; of an `end`: `after`, frames of the voice. */
  at: number;
  /** Gain of a `sound`, aim of a `fade`. Linear, >= 0. */
  level: number;
  /** Of the kind's fade. Frames, >= 0. */
  length: number;
  curve: FadeCurve;
}

/** A new act that says nothing. */
export const blankAct = (): LiveAct => ({ kind: 'release', slot: 0, at: 0, level: 1, length: 0, curve: 'linear' });

/** Acts that wait for their time, in its order; those of one time in the order they came. Allocates nothing once made. */
export interface ActList {
  /** Copies an act in, to wait for frame `at`. False: the list is full. */
  add(act: Readonly<LiveAct>, at: number): boolean;
  /** When the first is due; Infinity: none waits. */
  due(): number;
  /** Takes the first off. What is returned is good until the next `add`. */
  take(): Readonly<LiveAct>;
  /** Forgets what waits for a voice. */
  drop(slot: number): void;
  clear(): void;
}

/** `most`: acts that can wait at once. */
export const createActList = (most: number): ActList => {
  const acts = Array.from({ length: most }, blankAct);
  let count = 0;

  /** Takes act `i` out of what waits; it is kept behind the others, to be filled anew. */
  const remove = (i: number): LiveAct => {
    const taken = acts[i];
    count--;
    for (let k = i; k < count; k++) acts[k] = acts[k + 1];
    acts[count] = taken;
    return taken;
  };

  return {
    add({ kind, slot, level, length, curve }, at) {
      if (count === most) return false;
      const added = acts[count];
      let i = count++;
      for (; i > 0 && acts[i - 1].at > at; i--) acts[i] = acts[i - 1];
      acts[i] = added;
      added.kind = kind;
      added.slot = slot;
      added.at = at;
      added.level = level;
      added.length = length;
      added.curve = curve;
      return true;
    },
    due: () => (count === 0 ? Number.POSITIVE_INFINITY : acts[0].at),
    take: () => remove(0),
    drop(slot) {
      for (let i = count - 1; i >= 0; i--) if (acts[i].slot === slot) remove(i);
    },
    clear() {
      count = 0;
    },
  };
};
