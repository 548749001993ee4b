import { type Frames, toSeconds } from '../../../src/model/index.ts';
import { playerOutput, position, usePlayer } from '../../player/index.ts';
import { useEditor } from '../edit-store.ts';

/** Plays the workout's music alone: the take that is recorded now is not to be heard in it. False: there is none. */
export const playMusic = (from: Frames): boolean => {
  const { path, workout } = useEditor.getState();
  if (path === null || workout === null || workout.tracks.length === 0) return false;
  usePlayer
    .getState()
    .play({ kind: 'mix', workout: path, variant: 'music' }, { from: toSeconds(from), title: workout.title });
  return true;
};

export const pauseMusic = (): void => usePlayer.getState().pause();

/** The frame of the workout that is given to the device now; null: nothing sounds. */
export const musicPosition = (): Frames | null => (usePlayer.getState().state === 'playing' ? position() : null);

/** Why the music does not sound: a sentence; null: it does, or will. */
export const musicTrouble = (): string | null => {
  const { state, trouble } = usePlayer.getState();
  return state === 'error' ? (trouble ?? 'The music does not play.') : null;
};

/** From the player's position to the ear, as the system says it. Seconds. */
export const musicLatency = (): { readonly base: number; readonly output: number } => {
  const context = playerOutput()?.context;
  return { base: context?.baseLatency ?? 0, output: context?.outputLatency ?? 0 };
};
