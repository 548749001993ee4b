import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import unseen from '../ui/unseen.module.css';
import { alarmsText, changesText, remainingText, type Told } from './announce-words.ts';
import { onBeat } from './perform/beat.ts';
import { showNow } from './perform/show-time.ts';
import { allPaused, cueTitle, leadRun } from './perform/sounding.ts';
import { timeLeft } from './perform/time-left.ts';
import { type RunState, useRun } from './run-store.ts';
import { useSteering } from './steer.ts';

/** What a part of the room has said last; the same words count anew. */
const useSaid = create<{ readonly words: string; readonly count: number }>()(() => ({ words: '', count: 0 }));

/** Has a screen reader say it, politely: what a hand did that is seen but not read. */
export const announce = (words: string): void => useSaid.setState(({ count }) => ({ words, count: count + 1 }));

const QUIET: Told = { sounding: [], next: null, armed: false, paused: false, alarms: [] };

const told = ({ view, steps }: RunState): Told => {
  if (view === null) return QUIET;
  const titleAt = (index: number): string => (steps[index] ? cueTitle(steps[index].cue) : '');
  return {
    sounding: view.runs.filter(({ phase }) => phase === 'running').map(({ index }) => titleAt(index)),
    next: view.next === null ? null : titleAt(view.next.index),
    armed: view.armed,
    paused: allPaused(view.runs),
    alarms: view.alarms,
  };
};

/** Where the lead cue stands, to say the time left once as it passes. */
const remainder = () => {
  let of = -1;
  let before = 0;
  return (): string | null => {
    const { view, steps } = useRun.getState();
    const lead = view ? leadRun(view.runs, steps) : null;
    if (!view || !lead) return null;
    const time = timeLeft(lead, showNow(view));
    if (time.kind !== 'left') return null;
    const from = of === lead.run ? before : time.left;
    of = lead.run;
    before = time.left;
    return remainingText(steps[lead.index]?.cue.name ?? '', from as typeof time.left, time.left);
  };
};

/** Tells screen readers what sounds, what comes next, GO, the time left at 60, 30 and 10 seconds; alarms at once. */
export const Announcer = () => {
  const polite = useRef<HTMLDivElement>(null);
  const assertive = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const say = (region: HTMLDivElement | null, words: string | null): void => {
      if (region && words) region.textContent = words;
    };
    let before = told(useRun.getState());
    const left = remainder();
    const ends = [
      useRun.subscribe((run) => {
        const now = told(run);
        say(assertive.current, alarmsText(before.alarms, now.alarms));
        say(polite.current, changesText(before, now));
        before = now;
      }),
      useSteering.subscribe((now, was) => {
        if (now.ignored !== null && now.ignored !== was.ignored) say(polite.current, now.ignored.why);
        if (now.panicAt !== was.panicAt) say(assertive.current, now.panicAt === null ? 'Silent.' : 'Panic. Fading.');
      }),
      useSaid.subscribe(({ words }) => say(polite.current, words)),
      onBeat(() => say(polite.current, left())),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  return (
    <>
      <div ref={polite} className={unseen.unseen} role="status" aria-label="Show" />
      <div ref={assertive} className={unseen.unseen} role="alert" aria-label="Alarms" />
    </>
  );
};
