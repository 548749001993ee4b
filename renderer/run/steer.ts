import { create } from 'zustand';
import type { SessionLogLine } from '../../src/contract/index.ts';
import { DEFAULT_SETTINGS, toSeconds } from '../../src/model/index.ts';
import { topSteps } from '../../src/plan/index.ts';
import { readKept, writeKept } from '../state/kept.ts';
import { allPaused } from './perform/sounding.ts';
import { steer, useRun } from './run-store.ts';

/** Seconds a fade can be given to last. */
export const FADE_SECONDS = [1, 2, 3, 5, 8, 15, 30] as const;
const kept = Number(readKept('run.fadeSeconds'));

/** What the hand on this page did last, and how long its fades last. Milliseconds since 1970; null: not yet. */
export interface Steering {
  /** Times GO was pressed here. */
  readonly goes: number;
  /** A GO that was none, from wherever it came: too soon after another one, or at the end of the list. */
  readonly ignored: { readonly at: number; readonly why: string } | null;
  /** A panic that fades, from wherever it came. */
  readonly panicAt: number | null;
  readonly fadeSeconds: number;
}

export const useSteering = create<Steering>()(() => ({
  goes: 0,
  ignored: null,
  panicAt: null,
  fadeSeconds: FADE_SECONDS.find((choice) => choice === kept) ?? 3,
}));

export const setFadeSeconds = (fadeSeconds: number): void => {
  writeKept('run.fadeSeconds', String(fadeSeconds));
  useSteering.setState({ fadeSeconds });
};

const settings = () => useRun.getState().cuelist?.settings ?? DEFAULT_SETTINGS;

/** How long a panic fades: a second press within it is silence at once. Milliseconds. */
export const panicMilliseconds = (): number => toSeconds(settings().panicFade) * 1000;

/** GO. The studio says which one is none: it counts those of all sources. */
export const go = (): void => {
  useSteering.setState(({ goes }) => ({ goes: goes + 1 }));
  void steer('run.go', {});
};

/** Everything fades and stops; again while it fades: silent at once. */
export const panic = (): void => {
  notePanic(Date.now());
  void steer('run.panic', {});
};

const notePanic = (now: number): void => {
  const { panicAt } = useSteering.getState();
  const again = panicAt !== null && now - panicAt < panicMilliseconds();
  useSteering.setState({ panicAt: again ? null : now });
};

/** What the log tells of hands: a GO that was none, a panic of another window or a controller. */
const noteLine = ({ event, text }: SessionLogLine, now: number): void => {
  if (event === 'go.ignored') useSteering.setState({ ignored: { at: now, why: text } });
  // This page's own is known already.
  const { panicAt } = useSteering.getState();
  if (event === 'panic' && panicAt === null && text.includes('fades')) notePanic(now);
};

/** Follows the log for what hands elsewhere do, until the returned function is called. */
export const followHands = (): (() => void) =>
  useRun.subscribe((now, before) => {
    if (now.lines === before.lines) return;
    const last = before.lines.at(-1)?.number;
    // Lines that came with the session, all at once, are of the past.
    if (last === undefined) return;
    for (const line of now.lines) if (line.number > last) noteLine(line, Date.now());
  });

/** Pauses all that sounds; goes on where all of it is paused. */
export const pauseOrGoOn = (): void => {
  const runs = useRun.getState().view?.runs ?? [];
  void steer(allPaused(runs) ? 'run.resume' : 'run.pause', { run: null });
};

export const back = (): void => void steer('run.back', {});
export const fadeAll = (): void => void steer('run.stop', { run: null, seconds: useSteering.getState().fadeSeconds });
export const stopAll = (): void => void steer('run.stop', { run: null, seconds: 0 });
export const devampAll = (): void => void steer('run.devamp', { run: null });

/** Moves what GO fires by one cue of the list itself, without firing it. */
export const moveNext = (by: -1 | 1): void => {
  const { view, steps } = useRun.getState();
  const tops = topSteps(steps);
  const at = tops.findIndex(({ index }) => index === view?.next?.index);
  // At the end of the list the cue before is its last.
  const to = tops[(at < 0 ? tops.length : at) + by];
  if (to) void steer('run.jump', { cue: to.cue.id, fire: false });
};

/** Fires a cue, wherever the list stands. */
export const fire = (cue: string): void => void steer('run.jump', { cue, fire: true });
