import type { SessionView } from '../../contract/index.ts';
import type { Alarms } from './alarms.ts';
import type { SessionMixers } from './session-mixers.ts';
import type { SessionShow } from './session-show.ts';
import { heldSeconds, limitSeconds, runningCues, watchedRuns } from './session-view.ts';

/** A view is sent at most so often. Milliseconds. */
const VIEW_EVERY = 100;
/** A client that counts on by itself is off by this much at most. Frames: 10 ms. */
const CLOCK_OFF = 480;

/** What the view is made of besides the session. */
export interface ViewParts {
  readonly mixers: Pick<SessionMixers, 'output'>;
  readonly alarms: Alarms;
  readonly remotes: () => SessionView['remotes'];
  readonly resume: () => SessionView['resume'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** All an operator's view needs, as it is now. */
export const sessionView = (show: SessionShow, { mixers, alarms, remotes, resume, now }: ViewParts): SessionView => {
  const seen = show.seen();
  const at = now();
  const frame = show.frame();
  const { list, steps } = seen.show;
  const { armed } = seen.state;
  const output = mixers.output();
  const next = show.next();
  const brokenLayers = next === null ? [] : show.brokenSounds(next.index);
  return {
    ...{ path: show.path, name: list.name, armed },
    arming: show.isArming() ? { ready: next?.ready ?? 0, total: next?.total ?? 0 } : null,
    clock: { frame, at, running: show.isTimeRunning() },
    ...{ startedAt: show.startedAt(), next, runs: runningCues(seen), done: [...show.done()] },
    ...{ held: heldSeconds(show.held()), limits: limitSeconds(seen.show) },
    output: { ...output, goToSoundMs: show.goToSoundMs() },
    alarms: [
      ...alarms.look(
        {
          ...{ armed, frame, output, saveTrouble: show.saveTrouble(), runs: watchedRuns(seen, frame) },
          nextBroken:
            !armed || next === null || brokenLayers.length === 0
              ? null
              : {
                  cue: next.cue,
                  message: `Next: “${steps[next.index].cue.name}” plays without ${brokenLayers.join(', ')}`,
                },
        },
        at,
      ),
    ],
    ...{ remotes: remotes(), resume: resume() },
  };
};

/** Sends views on: those that say something new. */
export interface SessionTeller {
  /** Something may be another: told now, or as soon as it may be. */
  offer(view: () => SessionView, urgent: boolean): void;
  /** In how many milliseconds there is something to be told; null: there is nothing. */
  dueIn(): number | null;
  /** The next view is another's. */
  forget(): void;
}

/** `clock`: milliseconds, monotonic. */
export const createSessionTeller = (clock: () => number, tell: (view: SessionView) => void): SessionTeller => {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let said = '';
  let counted: SessionView['clock'] | null = null;
  let due = false;

  const isOff = (now: SessionView['clock']): boolean => {
    if (counted === null || counted.running !== now.running) return true;
    const expected = counted.frame + (counted.running ? (now.at - counted.at) * 48 : 0);
    return Math.abs(now.frame - expected) > CLOCK_OFF;
  };
  return {
    offer(make, urgent) {
      due = true;
      if (!urgent && clock() - lookedAt < VIEW_EVERY) return;
      due = false;
      lookedAt = clock();
      const view = make();
      const { clock: now, ...rest } = view;
      const words = JSON.stringify(rest);
      if (words === said && !isOff(now)) return;
      said = words;
      counted = now;
      tell(view);
    },
    dueIn: () => (due ? Math.max(0, VIEW_EVERY - (clock() - lookedAt)) : null),
    forget() {
      said = '';
      counted = null;
    },
  };
};
