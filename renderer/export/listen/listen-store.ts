import { create } from 'zustand';
import type { OneSound, SoundRef } from '../../../src/contract/index.ts';
import { toLinear, toSeconds } from '../../../src/model/index.ts';
import { position, usePlayer } from '../../player/index.ts';
import type { Match } from './match-levels.ts';

export interface ListenState {
  readonly mode: 'compare' | 'tracks';
  /** Which of A and B is heard. */
  readonly heard: 'first' | 'second';
  /** Whether the louder is turned down. */
  readonly matched: boolean;
  /** Whether the coaching is heard with its music. */
  readonly coaching: boolean;
  /** What was chosen to be B, by its id; null: the first there is. */
  readonly other: string | null;
  readonly tracks: string | null;
}

/** How a listener last listened: it stays from file to file. */
export const useListening = create<ListenState>()(() => ({
  ...{ mode: 'compare', heard: 'first', matched: true, coaching: true, other: null, tracks: null },
}));

export type Pair = SoundRef & { readonly kind: 'pair' };
export const pairOf = (first: OneSound, second: OneSound): Pair => ({ kind: 'pair', first, second });
const nameOf = (sound: SoundRef | null): string => JSON.stringify(sound);

/** Whether the player holds this pair. */
export const holdsPair = ({ sound }: { readonly sound: SoundRef | null }, pair: Pair | null): boolean =>
  pair !== null && nameOf(sound) === nameOf(pair);

/** Linear gains of the two sounds. `match`: of A and B; null: one goes with the other. */
export const balanceOf = (
  { heard, coaching }: Pick<ListenState, 'heard' | 'coaching'>,
  match: Pick<Match, 'first' | 'second'> | null,
): [first: number, second: number] => {
  if (match === null) return [1, coaching ? 1 : 0];
  return heard === 'first' ? [toLinear(match.first), 0] : [0, toLinear(match.second)];
};

/** Plays a pair, or pauses it; where another pair was open, from its place. */
export const togglePair = (pair: Pair, title: string, seconds: number): void => {
  const { sound, state, play, toggle } = usePlayer.getState();
  if (holdsPair({ sound }, pair) && state !== 'idle') {
    toggle();
    return;
  }
  const from = sound?.kind === 'pair' && state !== 'completed' ? toSeconds(position()) : 0;
  play(pair, { title, seconds, from: from < seconds ? from : 0 });
};

/** Another pair takes the place of one where that is open, without a gap. */
export const changePair = (from: Pair, to: Pair, title: string): void => {
  const { state, revise } = usePlayer.getState();
  if (!holdsPair(usePlayer.getState(), from)) return;
  if (state !== 'completed' && state !== 'error') revise(to, title);
};
