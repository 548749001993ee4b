import { create } from 'zustand';
import { DEFAULT_SETTINGS, type Frames, toSeconds } from '../../src/model/index.ts';
import { topSteps } from '../../src/plan/index.ts';
import { readKept, writeKept } from '../state/kept.ts';
import { allPaused } from './perform/sounding.ts';
import { steer, useRun } from './run-store.ts';

/** Seconds a fade can be given to last. */
export const FADE_SECONDS = [1, 2, 3, 5, 8, 15, 30] as const;
const kept = Number(readKept('run.fadeSeconds'));

/** What the hand on this page did last, and how long its fades last. Milliseconds since 1970; null: not yet. */
export interface Steering {
  /** Times GO was pressed here and went. */
  readonly goes: number;
  readonly wentAt: number | null;
  /** A GO that came too soon after another one. */
  readonly ignoredAt: number | null;
  readonly panicAt: number | null;
  readonly fadeSeconds: number;
}

export const useSteering = create<Steering>()(() => ({
  goes: 0,
  wentAt: null,
  ignoredAt: null,
  panicAt: null,
  fadeSeconds: FADE_SECONDS.find((choice) => choice === kept) ?? 3,
}));

export const setFadeSeconds = (fadeSeconds: number): void => {
  writeKept('run.fadeSeconds', String(fadeSeconds));
  useSteering.setState({ fadeSeconds });
};

const milliseconds = (length: Frames): number => toSeconds(length) * 1000;
const settings = () => useRun.getState().cuelist?.settings ?? DEFAULT_SETTINGS;

/** How long a panic fades: a second press within it is silence at once. Milliseconds. */
export const panicMilliseconds = (): number => milliseconds(settings().panicFade);

/** GO. One within the debounce of the last is none, and is said to be: the studio counts all sources the same way. */
export const go = (now = Date.now()): void => {
  const { wentAt, goes } = useSteering.getState();
  const tooSoon = wentAt !== null && now - wentAt < milliseconds(settings().goDebounce);
  useSteering.setState(tooSoon ? { ignoredAt: now } : { wentAt: now, goes: goes + 1 });
  // The studio decides: a list changed its debounce, or another source was first.
  void steer('run.go', {});
};

/** Everything fades and stops; again while it fades: silent at once. */
export const panic = (now = Date.now()): void => {
  const { panicAt } = useSteering.getState();
  const again = panicAt !== null && now - panicAt < panicMilliseconds();
  useSteering.setState({ panicAt: again ? null : now });
  void steer('run.panic', {});
};

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
