import type { RunningCue, SessionView } from '../../../src/contract/index.ts';
import type { CueAction, Decibels, Layer, SessionCue } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';

/** A layer of a card: what of it changes rarely. */
export interface CardLayer {
  readonly layer: number;
  readonly role: Layer['role'];
  readonly file: string;
  /** Its own gain. */
  readonly gain: Decibels;
  readonly phase: RunningCue['layers'][number]['phase'];
  readonly loops: boolean;
  readonly vamps: boolean;
  readonly streamed: boolean;
}

/** A cue that was fired and is not over, as it is shown: with what it holds, without its times and levels. */
export interface Card {
  readonly run: number;
  readonly cue: string;
  readonly title: string;
  readonly kind: CueAction['kind'];
  readonly phase: RunningCue['phase'];
  readonly paused: boolean;
  readonly stopping: boolean;
  /** A layer of it, or of a cue it holds, loops until it is let go. */
  readonly vamps: boolean;
  readonly layers: readonly CardLayer[];
  readonly children: readonly Card[];
}

/** A cue as it is called: `3 · Breath`. */
export const cueTitle = ({ number, name }: Pick<SessionCue, 'number' | 'name'>): string =>
  number === '' ? name : `${number} · ${name}`;

const startedLast = (a: RunningCue, b: RunningCue): number => b.startAt - a.startAt || b.run - a.run;

/**
 * The cue the operator waits for: of those that sound and are not being stopped the one that started last; else one that
 * fades, waits or holds others. Null: nothing runs.
 */
export const leadRun = (runs: readonly RunningCue[], steps: readonly Step[]): RunningCue | null => {
  const sounds = ({ index }: RunningCue): boolean => {
    const kind = steps[index]?.cue.action.kind;
    return kind === 'sound' || kind === 'placeholder';
  };
  const running = runs.filter((run) => sounds(run) && (run.phase === 'running' || run.phase === 'held'));
  const staying = running.filter(({ stopAt }) => stopAt === null);
  const [choices] = [staying, running, runs.filter(sounds), runs].filter(({ length }) => length > 0);
  return choices === undefined ? null : [...choices].sort(startedLast)[0];
};

/** What sounds, newest first; groups with what they hold, in the order it was fired. */
export const soundingCards = ({ runs }: Pick<SessionView, 'runs'>, steps: readonly Step[]): readonly Card[] => {
  const there = new Set(runs.map(({ run }) => run));
  const cardOf = (run: RunningCue): Card => {
    const cue = steps[run.index]?.cue;
    const action = cue?.action;
    const own = action?.kind === 'sound' ? action.layers : [];
    const children = runs.filter(({ parent }) => parent === run.run).map(cardOf);
    const layers = run.layers.flatMap(({ layer, phase, vamps, streamed }) => {
      const known = own[layer];
      if (known === undefined) return [];
      const { role, file, gain, loop } = known;
      return [{ layer, role, file, gain, phase, loops: loop !== null, vamps, streamed }];
    });
    return {
      run: run.run,
      cue: run.cue,
      title: cue === undefined ? run.cue : cueTitle(cue),
      kind: action?.kind ?? 'sound',
      phase: run.phase,
      paused: run.pausedAt !== null,
      stopping: run.stopAt !== null,
      vamps: layers.some(({ vamps, phase }) => vamps && phase !== 'ended') || children.some((child) => child.vamps),
      layers,
      children,
    };
  };
  const tops = runs.filter(({ parent }) => parent === null || !there.has(parent));
  return tops.map(cardOf).reverse();
};

/** Something is paused, and nothing goes on but what is being stopped. */
export const allPaused = (runs: readonly RunningCue[]): boolean =>
  runs.some(({ pausedAt }) => pausedAt !== null) &&
  runs.every(({ pausedAt, stopAt }) => pausedAt !== null || stopAt !== null);

/** A state in one word, with its shape beside it elsewhere. */
export const phaseWord = ({ phase, paused, stopping }: Pick<Card, 'phase' | 'paused' | 'stopping'>): string => {
  if (stopping) return 'fading out';
  if (paused) return 'paused';
  if (phase === 'pre-wait') return 'waits';
  if (phase === 'held') return 'waits for its sound';
  return phase === 'post' ? 'over' : 'sounding';
};
