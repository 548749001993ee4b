import { useEffect } from 'react';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { useRun } from './run-store.ts';
import { back, devampAll, fadeAll, followHands, go, moveNext, panic, pauseOrGoOn, stopAll } from './steer.ts';
import { useHotkeys } from './steer-hotkeys.ts';

/** What an operator's keys do while Run is shown. GO needs an armed list; the rest works as long as a list is open. */
export const useSteerShortcuts = (): void => {
  const open = useRun(({ stage }) => stage === 'open');
  const armed = useRun(({ view }) => view?.armed ?? false);
  const runs = useRun(({ view }) => (view?.runs.length ?? 0) > 0);
  useShortcut('run.go', () => go(), armed);
  // Escape belongs to what is open over the room while nothing sounds.
  useShortcut('run.panic', () => panic(), armed || runs);
  useShortcut('run.pause', pauseOrGoOn, runs);
  useShortcut('run.fadeAll', fadeAll, runs);
  useShortcut('run.stopAll', stopAll, runs);
  useShortcut('run.devamp', devampAll, runs);
  useShortcut('run.back', back, open);
  useShortcut('run.next', () => moveNext(1), open);
  useShortcut('run.previous', () => moveNext(-1), open);
  useHotkeys();
  useEffect(() => followHands(), []);
};
