import { type Frames, frames } from '../model/index.ts';
import { isIdle } from './runner.ts';
import type { Session } from './session.ts';
import { createTimedMixer } from './timed-mixer.ts';

/** A tick of the simulated clock: 10 ms. */
const TICK = 480;

/** Real time, for pacing. */
export interface Pace {
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  sleep(milliseconds: number): Promise<void>;
}

/**
 * Plays a session on a simulated clock, `speed` times as fast as real time: arms it, waits until the first cue is ready,
 * gives the first GO, and goes on until nothing sounds and nothing comes by itself, or until `most`. While a head is being
 * read the clock goes no faster than the real one, so that decoding takes the time it takes on this machine; reading on
 * takes none. Returns the time of the session at its end.
 */
export const playHeadless = async (
  session: Session,
  pace: Pace,
  options: { readonly speed: number; readonly most: Frames | null; readonly signal: AbortSignal },
  mixer = createTimedMixer(),
): Promise<Frames> => {
  const { speed, most, signal } = options;
  let now = 0;
  session.attach(mixer, frames(now));
  session.send({ kind: 'arm' }, frames(now));
  while ((session.opening() > 0 || session.heardSomething()) && !signal.aborted) {
    await pace.sleep(1);
    session.send({ kind: 'tick' }, frames(now));
  }
  session.send({ kind: 'go' }, frames(now));
  let due = pace.clock();
  while (!signal.aborted && (most === null || now < most)) {
    await session.settled();
    if (isIdle(session.state()) && !session.heardSomething()) break;
    now += TICK;
    const tick = TICK / 48 / (session.opening() > 0 ? Math.min(1, speed) : speed);
    due = Math.max(due + tick, pace.clock() - 50);
    // Short sleeps are long: what is less than a few milliseconds is gathered.
    if (due - pace.clock() > 4) await pace.sleep(due - pace.clock());
    for (const said of mixer.advance(now))
      if (said.kind === 'heard' || said.kind === 'late') session.heard(said, frames(now));
  }
  return frames(now);
};
