import type { SessionAlarm, SessionView } from '../../contract/index.ts';
import type { Frames } from '../../model/index.ts';

/** A cue that was fired and is silent for so long is told of. Frames: 500 ms. */
const DEAD_AFTER = 24_000;
/** So long nothing sounds that should. Milliseconds. */
const SILENT_AFTER = 5_000;
/** An under-run is told of for so long. Milliseconds. */
const UNDERRUN_SHOWN = 10_000;

/** A cue that was fired, as its sound is seen. */
export interface WatchedRun {
  readonly run: number;
  /** Its id and what the operator calls it. */
  readonly cue: string;
  readonly title: string;
  /** Something of it is to be heard now: it has begun, is not paused and not being stopped, and no gain of it is nothing. */
  readonly shouldSound: boolean;
  readonly startAt: Frames;
  /** Loudest sample of its layers of the last moments, linear. */
  readonly peak: number;
  /** Why layers of it are not heard, a sentence; null: they are. */
  readonly broken: string | null;
}

/** Everything that alarms rest on, as it is now. */
export interface Watched {
  readonly armed: boolean;
  /** Session time, which stands without a mixer. */
  readonly frame: Frames;
  readonly runs: readonly WatchedRun[];
  /** What GO fires, where layers of it cannot be heard. */
  readonly nextBroken: { readonly cue: string; readonly message: string } | null;
  readonly output: Pick<SessionView['output'], 'state' | 'device' | 'underruns'>;
  readonly saveTrouble: string | null;
}

/** Says what the operator must know now; an alarm is over when its cause is. */
export interface Alarms {
  /** `at`: milliseconds since 1970, never going back by plan. */
  look(watched: Watched, at: number): readonly SessionAlarm[];
}

export const createAlarms = (): Alarms => {
  /** Since when each stands, by kind and cue. */
  const since = new Map<string, number>();
  /** Runs of which something was heard. */
  let heard = new Set<number>();
  /** When something was heard last, or nothing had to be; null: nothing has to be now. */
  let lastHeard: number | null = null;
  let lastUnderruns = 0;
  let underrunAt = Number.NEGATIVE_INFINITY;

  return {
    look({ armed, frame, runs, nextBroken, output, saveTrouble }, at) {
      const found: Omit<SessionAlarm, 'since'>[] = [];
      const tell = (kind: SessionAlarm['kind'], message: string, cue: string | null = null): void => {
        found.push({ kind, message, cue });
      };
      const isOut = output.state === 'none' || output.state === 'lost';
      if (isOut && (armed || runs.length > 0))
        tell('output-lost', output.state === 'none' ? 'Nothing plays this show' : `${output.device} is gone`);
      if (output.state === 'fallback') tell('output-fallback', `The output fell back to ${output.device}`);

      heard = new Set(runs.filter(({ run, peak }) => peak > 0 || heard.has(run)).map(({ run }) => run));
      for (const { run, cue, title, shouldSound, startAt, broken } of runs) {
        if (broken !== null) tell('broken-cue', broken, cue);
        else if (shouldSound && !heard.has(run) && frame - startAt >= DEAD_AFTER)
          tell('dead-cue', `${title} was fired and is silent`, cue);
      }
      if (nextBroken !== null) tell('broken-cue', nextBroken.message, nextBroken.cue);

      const isDue = armed && !isOut && runs.some(({ shouldSound }) => shouldSound);
      if (!isDue) lastHeard = null;
      else if (lastHeard === null || runs.some(({ peak }) => peak > 0)) lastHeard = at;
      if (lastHeard !== null && at - lastHeard >= SILENT_AFTER)
        tell('silence', 'Nothing is heard, though cues are running');

      // A mixer that is new counts from nothing.
      if (output.underruns > lastUnderruns) underrunAt = at;
      lastUnderruns = output.underruns;
      if (at - underrunAt < UNDERRUN_SHOWN) {
        const times = output.underruns === 1 ? 'Sound was' : `${output.underruns} times sound was`;
        tell('under-run', `${times} not there in time`);
      }
      if (saveTrouble !== null) tell('not-saved', `The cuelist is not saved: ${saveTrouble}`);

      const keyOf = ({ kind, cue }: Omit<SessionAlarm, 'since'>): string => `${kind}/${cue ?? ''}`;
      const standing = new Set(found.map(keyOf));
      for (const key of since.keys()) if (!standing.has(key)) since.delete(key);
      const told = new Map<string, SessionAlarm>();
      for (const each of found) {
        const key = keyOf(each);
        if (!since.has(key)) since.set(key, at);
        if (!told.has(key)) told.set(key, { ...each, since: since.get(key)! });
      }
      return [...told.values()];
    },
  };
};
