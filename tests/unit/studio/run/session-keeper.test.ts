import { describe, expect, it } from 'vitest';
import { frames } from '../../../../src/model/index.ts';
import type { RunnerState } from '../../../../src/session/index.ts';
import type { JournalEntry } from '../../../../src/studio/run/journal.ts';
import { createSessionKeeper } from '../../../../src/studio/run/session-keeper.ts';
import type { SessionShow } from '../../../../src/studio/run/session-show.ts';
import { rehearse, showOf, sound } from '../../session/runner-harness.ts';

const CUT_OFF = { version: 1, path: '/before.json', what: '“a” at 1:00', at: 5 } as JournalEntry;

/** A keeper of a show that goes by a runner; what it wrote stands in `journal`. */
const open = (cutOff: JournalEntry | null = null) => {
  const show = showOf([sound('one'), sound('two', { follow: 'stop' })]);
  const run = rehearse(show);
  const journal: string[] = [];
  let now = 0;
  let started = false;
  const keeper = createSessionKeeper(
    {
      read: async () => null,
      keep: ({ at, what }) => journal.push(`${at} ${what}`),
      clear: () => journal.push('cleared'),
      close: async () => undefined,
    },
    cutOff,
    () => now,
  );
  const seen = {
    state: (): RunnerState => run.state(),
    startedAt: () => (started ? frames(0) : null),
    show: () => show,
    path: '/show.json',
    frame: run.clock,
    done: () => [],
    snapshot: () => ({}),
  } as unknown as SessionShow;
  return {
    ...{ journal, keeper, run },
    /** Looks at a time, in milliseconds. */
    look(ms: number): void {
      now = ms;
      keeper.look(seen, null);
    },
    go(): void {
      started = true;
      run.send({ kind: 'go' });
    },
  };
};

describe('where a show is', () => {
  it('is kept when something happens, and once a second while something sounds', () => {
    const { look, go, run, journal } = open();
    run.send({ kind: 'arm' });
    look(0);
    expect(journal).toEqual([]);
    go();
    run.to(0.5);
    look(500);
    look(600);
    run.to(1.4);
    look(1_499);
    expect(journal).toEqual(['500 “one” at 0:00']);
    look(1_500);
    expect(journal.slice(1)).toEqual(['1500 “one” at 0:01']);
    run.send({ kind: 'pause', run: null });
    look(1_510);
    expect(journal.slice(2)).toEqual(['1510 “one” at 0:01']);
  });

  it('is kept before its next cue while it is armed, and is over when nothing goes on', () => {
    const { look, go, run, journal } = open();
    run.send({ kind: 'arm' });
    go();
    look(0);
    run.send({ kind: 'stop', run: null, fade: null });
    run.to(1);
    look(1_000);
    look(9_000);
    expect(journal.slice(1)).toEqual(['1000 Before “two”']);
    run.send({ kind: 'disarm' });
    look(9_100);
    look(9_200);
    expect(journal.slice(2)).toEqual(['cleared']);
  });

  it('is offered where it was cut off, until it is taken, not wanted, or another show runs', () => {
    const wanted = open(CUT_OFF);
    wanted.look(0);
    expect([wanted.keeper.offer(), wanted.journal]).toEqual([CUT_OFF, []]);
    wanted.keeper.taken();
    expect([wanted.keeper.offer(), wanted.journal]).toEqual([null, ['cleared']]);

    const other = open(CUT_OFF);
    other.go();
    other.look(0);
    expect(other.keeper.offer()).toBeNull();
    // What runs is kept, whatever was offered before it.
    other.keeper.taken();
    expect(other.journal).toHaveLength(1);
    other.keeper.ended();
    other.keeper.ended();
    expect(other.journal.slice(1)).toEqual(['cleared']);
  });
});
