import type { MaterialChange } from '../../src/contract/index.ts';
import type { Host } from '../host/index.ts';
import { usePlayer } from './player-store.ts';

/** Sounds that come one after the other in the background are heard together. Milliseconds. */
const MATERIAL_REST = 100;

/** Whether the player holds the mix of a workout or its music, be it one of two sounds. */
const holds = (workout: string): boolean => {
  const { sound, state } = usePlayer.getState();
  const parts = sound?.kind === 'pair' ? [sound.first, sound.second] : [sound];
  return (
    state !== 'idle' &&
    parts.some((part) => (part?.kind === 'mix' || part?.kind === 'music') && part.workout === workout)
  );
};

/** Whether a workout sounds otherwise with what has come: a take that is there, or music. */
const sounds = ({ tracks, takes }: MaterialChange): boolean =>
  tracks !== null || takes.some(({ state }) => state !== 'waiting');

/**
 * Has the mix that is open in the player follow its workout: an edit, a take that was made, music that was measured are
 * heard where the ear is. For as long as the page lives.
 */
export const followEdits = ({ client }: Pick<Host, 'client'>): void => {
  let resting: ReturnType<typeof setTimeout> | null = null;
  /** Came while the one before it rested. */
  let late: string | null = null;
  const hear = (workout: string): void => {
    if (holds(workout)) usePlayer.getState().revise();
  };
  const rest = (): void => {
    resting = setTimeout(() => {
      resting = null;
      if (late === null) return;
      hear(late);
      late = null;
      rest();
    }, MATERIAL_REST);
  };
  client.on('edit.changed', ({ path }) => hear(path));
  client.on('edit.material', (change) => {
    if (!holds(change.path) || !sounds(change)) return;
    if (resting !== null) {
      late = change.path;
      return;
    }
    // The first at once: it may be what was just said anew.
    hear(change.path);
    rest();
  });
};
