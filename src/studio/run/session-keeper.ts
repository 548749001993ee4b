import type { SessionView } from '../../contract/index.ts';
import { type Frames, frames } from '../../model/index.ts';
import type { SessionSnapshot } from '../../session/index.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { minutesOf } from './session-sentences.ts';
import type { SessionShow } from './session-show.ts';

/** While something sounds the journal is written anew once it is so old. Milliseconds. */
const KEEP_EVERY = 1_000;

/** Keeps the journal of the open session, and what a show that was cut off left there. */
export interface SessionKeeper {
  /** Something may have happened in the session, or time has gone on. `asRun`: the file of what sounds. */
  look(show: SessionShow, asRun: string | null): void;
  /** The session was closed as a person meant it. */
  ended(): void;
  /** What was cut off and can be gone on with; null: nothing. */
  offer(): JournalEntry | null;
  /** It is gone on with, or not wanted. */
  taken(): void;
}

/** `cutOff`: what the journal held when the studio was opened. `now`: milliseconds since 1970. */
export const createSessionKeeper = (
  journal: Journal,
  cutOff: JournalEntry | null,
  now: () => number,
): SessionKeeper => {
  let offered = cutOff;
  let keeping = false;
  let seen = '';
  let keptAt = Number.NEGATIVE_INFINITY;
  const ended = (): void => {
    if (keeping) journal.clear();
    keeping = false;
    seen = '';
  };
  return {
    look(show, asRun) {
      const { armed, runs, playhead } = show.state();
      const goesOn = runs.length > 0 || (armed && playhead !== null);
      if (show.startedAt() === null || !goesOn) {
        ended();
        return;
      }
      const at = now();
      const sounding = runs.map(({ run, phase, pausedAt, stopAt, layers }) => [
        ...[run, phase, pausedAt, stopAt],
        ...layers.map((layer) => layer.phase),
      ]);
      const sight = JSON.stringify([armed, playhead, sounding]);
      if (sight === seen && (runs.length === 0 || at - keptAt < KEEP_EVERY)) return;
      [seen, keptAt, keeping] = [sight, at, true];
      // A show that runs now takes the place of what was cut off.
      offered = null;
      journal.keep({
        ...{ version: 1, path: show.path, name: show.show().list.name, at, what: whatSounds(show) },
        ...{ startedAt: show.startedAt(), done: [...show.done()], asRun, session: show.snapshot() },
      });
    },
    ended,
    offer: () => offered,
    taken() {
      offered = null;
      if (!keeping) journal.clear();
    },
  };
};

/** `“Breath, four in” at 2:49`; where nothing sounds, what comes next. */
const whatSounds = (show: SessionShow): string => {
  const { steps } = show.show();
  const now = show.frame();
  const { runs, playhead } = show.state();
  const sounding = runs.flatMap(({ cue, phase, startAt, pausedAt }) => {
    const { name, action } = steps[cue].cue;
    if (phase !== 'running' || action.kind !== 'sound') return [];
    return [`“${name}” at ${minutesOf(frames(Math.max(0, (pausedAt ?? now) - startAt)))}`];
  });
  if (sounding.length > 0) return sounding.join(', ');
  return playhead === null ? 'The end of the list' : `Before “${steps[playhead].cue.name}”`;
};

/** As the operator is offered it. */
export const resumeOffer = (entry: JournalEntry | null): SessionView['resume'] =>
  entry === null ? null : { at: entry.at, what: entry.what };

/** What the engine goes on from; null: another version wrote it. */
export const snapshotOf = (
  entry: JournalEntry,
): {
  readonly session: SessionSnapshot;
  readonly startedAt: Frames | null;
  readonly done: readonly string[];
} | null => {
  const session = entry.session as SessionSnapshot | null;
  if (session?.version !== 1) return null;
  return { session, startedAt: entry.startedAt === null ? null : frames(entry.startedAt), done: entry.done };
};
