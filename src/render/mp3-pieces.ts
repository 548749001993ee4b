import { BLOCK_FRAMES } from '../audio/index.ts';
import { LOOK_AHEAD_FRAMES, MP3_FRAME, mp3Frames, WARM_UP_FRAMES } from '../media/index.ts';
import type { Span } from '../plan/index.ts';
import type { BedMeasure } from './bed-measure.ts';
import { CHUNK_FRAMES } from './encoded-chunks.ts';
import type { CoverRun } from './encoded-cover.ts';
import type { SoundPart } from './made-sound.ts';

/**
 * Stretches begin long, as each costs the start of an encoder, and shorten as the end nears, so that all cores finish
 * together: a quarter of what is left, within these bounds. Frames: 90 s to 6 minutes.
 */
const SHORTEST = 3750;
const LONGEST = 15_000;
/** How far a joint may move to a louder place, in frames: 5 s. */
const WANDER = 208;
/** Short parts are encoded together, as one process costs as much to start as seconds of sound; in so many processes. */
const TOGETHER = 4;
const LEAST_TOGETHER = 400;
/** Encoded before a part that joins an encode which is there: in music LAME needs 3. Frames: 0.6 s. */
const SHORT_WARM_UP = 24;
/** Encoded after one: parts end on the grid of chunks, and mostly agree there already. Frames. */
const TAIL = 6;

/** What is there of a file and what is to be encoded, the latter in stretches. `total`: its frames. */
export const partsOf = (runs: readonly CoverRun[], total: number, bed: BedMeasure | null): SoundPart[] =>
  runs.flatMap(({ from, to, of }): SoundPart[] => {
    const [first, last] = [from * CHUNK_FRAMES, Math.min(total, to * CHUNK_FRAMES)];
    if (of !== null) return [{ from: first, to: last, of }];
    const joints = jointFrames(first, last, bed);
    return joints.map((joint, k) => ({ from: joint, to: joints[k + 1] ?? last, of: null }));
  });

/** First frames of the stretches of [from, to), each at the loudest second near its place. */
const jointFrames = (from: number, to: number, bed: BedMeasure | null): number[] => {
  const joints = [from];
  let joint = from + stretchOf(to - from);
  while (joint + SHORTEST / 2 < to) {
    joints.push(bed ? louder(joint, bed) : joint);
    joint += stretchOf(to - joint);
  }
  return joints;
};

const stretchOf = (left: number): number => Math.max(SHORTEST, Math.min(LONGEST, Math.floor(left / 4)));

/** The frame near `joint` before which a second of the bed is loudest. */
const louder = (joint: number, bed: BedMeasure): number => {
  let best = joint;
  let most = -1;
  for (let frame = joint - WANDER; frame <= joint + WANDER; frame += 16) {
    const block = Math.floor((frame * MP3_FRAME) / BLOCK_FRAMES);
    let energy = 0;
    for (let b = block - 10; b < block; b++) energy += bed.energies[b] ?? 0;
    if (energy > most) [best, most] = [frame, energy];
  }
  return best;
};

/** A part as it is encoded: from some frames before it on, to some after it. */
export interface PieceSpan extends Span {
  /** Frames of it before the part, and before the end of which its frames are those of the whole. */
  readonly warmUp: number;
  readonly good: number;
}

/** Frames that are encoded around a part, so that its own are those of the whole. */
export interface Surroundings {
  readonly warmUp: number;
  readonly tail: number;
}

/** The samples to encode for a part. `length`: of the mix; `next`: what follows the part, if anything does. */
export const pieceSpan = (
  { from, to }: SoundPart,
  next: SoundPart | undefined,
  length: number,
  { warmUp, tail }: Surroundings,
): PieceSpan => {
  const first = Math.max(0, from - warmUp);
  const behind = next === undefined || next.of === null ? 0 : Math.min(tail, next.to - to);
  const end = Math.min(length, (to + behind + LOOK_AHEAD_FRAMES) * MP3_FRAME);
  const whole = next === undefined || end === length;
  return {
    ...{ start: first * MP3_FRAME, end: next === undefined ? length : end, warmUp: from - first },
    good: whole ? mp3Frames(length) - first : to + behind - first,
  };
};

/** How a part is encoded at first. */
export const firstTry = (before: SoundPart | undefined): Surroundings => ({
  warmUp: before === undefined || before.of === null ? WARM_UP_FRAMES : SHORT_WARM_UP,
  tail: TAIL,
});

/** Which parts are encoded by one process: places of `parts`, in order. Stretches have one each. */
export const encodeTogether = (parts: readonly SoundPart[]): number[][] => {
  const encoded = parts.flatMap(({ of }, place) => (of === null ? [place] : []));
  const lengthOf = (place: number): number => parts[place].to - parts[place].from;
  const short = encoded.filter((place) => lengthOf(place) < SHORTEST / 2);
  const most = Math.max(LEAST_TOGETHER, short.reduce((sum, place) => sum + lengthOf(place), 0) / TOGETHER);
  const groups: number[][] = [];
  let group: number[] = [];
  let length = 0;
  const close = (): void => {
    if (group.length > 0) groups.push(group);
    [group, length] = [[], 0];
  };
  for (const place of encoded) {
    if (lengthOf(place) >= SHORTEST / 2) {
      close();
      groups.push([place]);
      continue;
    }
    group.push(place);
    length += lengthOf(place);
    if (length >= most) close();
  }
  close();
  return groups;
};
