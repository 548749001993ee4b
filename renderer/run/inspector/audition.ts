import { toSeconds } from '../../../src/model/index.ts';
import { usePlayer } from '../../player/index.ts';
import { cueTitle } from '../perform/sounding.ts';
import { useRun } from '../run-store.ts';

const isSounding = (state: string): boolean => state === 'playing' || state === 'buffering';

/** Whether a cue has anything to be heard by itself. */
export const canAudition = (id: string): boolean =>
  useRun
    .getState()
    .steps.some(({ cue }) => cue.id === id && (cue.action.kind === 'sound' || cue.action.kind === 'group'));

/** Plays a cue as it sounds alone, through the player and not the show; the one that is heard already stops. */
export const auditionCue = (id: string): void => {
  const { steps, list } = useRun.getState();
  const step = steps.find(({ cue }) => cue.id === id);
  if (!step) return;
  const player = usePlayer.getState();
  if (player.sound?.kind === 'cue' && player.sound.cue === id && isSounding(player.state)) {
    player.stop();
    return;
  }
  const length = list?.cues[step.index]?.length ?? null;
  player.play(
    { kind: 'cue', cue: id },
    { title: cueTitle(step.cue), seconds: length === null ? null : toSeconds(length) },
  );
};

/** Plays a layer's file as it is, out of the library. */
export const auditionFile = (asset: string, title: string, seconds: number | null): void => {
  const player = usePlayer.getState();
  if (player.asset === asset && isSounding(player.state)) player.stop();
  else player.play(asset, { title, seconds });
};

/** Whether a cue is heard alone now. */
export const useIsAuditioned = (id: string | null): boolean =>
  usePlayer(({ sound, state }) => sound?.kind === 'cue' && sound.cue === id && isSounding(state));

/** Whether a sound of the library is heard now. */
export const useIsFileHeard = (asset: string | null): boolean =>
  usePlayer((player) => asset !== null && player.asset === asset && isSounding(player.state));
