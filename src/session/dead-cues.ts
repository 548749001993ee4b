import type { Frames } from '../model/index.ts';
import type { CueRun, RunnerState } from './runner-state.ts';
import type { SessionSound } from './session-ports.ts';

/** A cue that should sound and was not heard for so long is dead: 500 ms. */
export const DEAD_AFTER = 24_000;

/**
 * Runs that were fired and should sound, of which no layer has got on for half a second. What is paused, stopped, over or
 * known to be broken is silent by right. `now`: frame of the session up to which the mixer was heard.
 */
export const deadCues = (
  { runs }: RunnerState,
  sounds: readonly Pick<SessionSound, 'run' | 'layer' | 'playedAt'>[],
  now: Frames,
): CueRun[] =>
  runs.filter((run) => {
    if (run.phase !== 'running' || run.pausedAt !== null || run.stopAt !== null) return false;
    const due = run.layers.filter(({ phase, until }) => {
      if (phase === 'waiting') return true;
      return phase === 'sounding' && (until === null || now < until);
    });
    const isSilent = ({ layer, at }: CueRun['layers'][number]): boolean => {
      const heard = sounds.find((sound) => sound.run === run.run && sound.layer === layer)?.playedAt ?? 0;
      return now - Math.max(run.startAt, at ?? run.startAt, heard) >= DEAD_AFTER;
    };
    return due.length > 0 && due.every(isSilent);
  });
