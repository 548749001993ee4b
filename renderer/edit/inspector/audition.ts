import { create } from 'zustand';
import { toSeconds } from '../../../src/model/index.ts';
import { type PlayOptions, position, usePlayer } from '../../player/index.ts';

/** The take that is heard alone, by the key of its sound; null: none. */
const useAuditioned = create<{ readonly source: string | null }>()(() => ({ source: null }));

/** Whether the player holds this sound. */
const holds = (source: string): boolean => {
  const { sound } = usePlayer.getState();
  return sound?.kind === 'source' && sound.source === source;
};

/** Plays a take alone, through the player that plays the mix; the one that is heard already stops. */
export const audition = (source: string, { title, seconds, from = 0 }: PlayOptions & { title: string }): void => {
  const player = usePlayer.getState();
  const isHeard = useAuditioned.getState().source === source && holds(source);
  if (isHeard && from === 0 && isSounding(player.state)) {
    player.stop();
    useAuditioned.setState({ source: null });
    return;
  }
  useAuditioned.setState({ source });
  player.play({ kind: 'source', source }, { title, seconds, from });
};

const isSounding = (state: string): boolean => state === 'playing' || state === 'buffering';

/** Whether a take is heard alone now. */
export const useIsHeard = (source: string | null): boolean => {
  const auditioned = useAuditioned((state) => state.source);
  const sounding = usePlayer((player) => isSounding(player.state) && source !== null && holds(source));
  return auditioned === source && sounding;
};

/** Where the take that is heard alone is, in seconds. */
export const auditionSeconds = (): number => toSeconds(position());
