import { useCallback } from 'react';
import { position, usePlayer } from '../player/index.ts';
import type { Position } from '../waveform/index.ts';

/** Whether a sound is the one that is heard. */
export type Heard = 'playing' | 'paused' | 'buffering' | null;

/** What of a sound is needed to hear it. */
interface Sound {
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
}

export interface Listening {
  /** Plays a sound, or pauses and goes on with it where it is the one that is heard; from a moment: plays from there. */
  play(sound: Sound, fromSeconds?: number): void;
  heardOf(id: string): Heard;
  /** The same function every time, so that a row of a sound that is not heard never draws. */
  positionOf(id: string): Position | null;
}

/** The player, as the room uses it. */
export const useListening = (): Listening => {
  const asset = usePlayer((state) => state.asset);
  const state = usePlayer((player) => player.state);
  const isOpen = state === 'playing' || state === 'paused' || state === 'buffering';
  const play = useCallback(({ id, title, seconds }: Sound, from?: number): void => {
    const player = usePlayer.getState();
    const isThis = player.asset === id;
    if (from !== undefined && isThis && player.state === 'playing') player.seek(from);
    else if (from === undefined && isThis && player.state !== 'idle') player.toggle();
    else player.play(id, { from, title, seconds });
  }, []);
  return {
    play,
    heardOf: (id) => (isOpen && id === asset ? state : null),
    positionOf: (id) => (isOpen && id === asset ? position : null),
  };
};
