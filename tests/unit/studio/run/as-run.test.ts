import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../../../src/session/index.ts';
import { type AsRunRecord, createAsRun, type StopCause } from '../../../../src/studio/run/as-run.ts';
import { asRunRows } from '../../../../src/studio/run/as-run-file.ts';
import { rehearse, s, showOf, sound } from '../../session/runner-harness.ts';

/** A show whose runner is looked at after every event, as the studio does. */
const recorded = (cues: unknown[]) => {
  const show = showOf(cues);
  const run = rehearse(show);
  const records: AsRunRecord[] = [];
  const recorder = createAsRun(0, new Map(), (record) => records.push(record));
  let standing = false;
  const look = (cause: StopCause): void =>
    recorder.look({ show, state: run.state(), now: run.clock(), at: run.clock() / 48, cause, standing });
  return {
    records,
    /** There is no mixer. */
    stand(is: boolean): void {
      standing = is;
    },
    send(event: SessionEvent, cause: StopCause = 'other'): void {
      run.send(event);
      look(cause);
    },
    to(seconds: number): void {
      while (run.clock() < s(seconds)) {
        run.to(Math.min(seconds, run.clock() / 48_000 + 0.02));
        look('other');
      }
    },
    rows: () => asRunRows(records).map(({ cue, from, to, played, ended }) => ({ cue, from, to, played, ended })),
  };
};

describe('what is kept of a show', () => {
  const gaveWay = 'gave way to the next cue';

  it.each([0.001, 0.015])('knows that what gave way to a late GO did so as late: %d s', (known) => {
    const show = recorded([sound('one'), sound('two')]);
    show.send({ kind: 'go' }, 'go');
    show.to(2);
    show.send({ kind: 'go' }, 'go');
    // The mixer says so while the stop still runs, or once it is over.
    show.to(2 + known);
    show.send({ kind: 'late', run: 1, layers: [0], by: 17 });
    show.to(3);
    expect(show.rows()[0]).toMatchObject({ cue: 'one', from: 0, to: s(2) + 257, played: s(2) + 257, ended: gaveWay });
    // Later news shift both on from there.
    show.send({ kind: 'late', run: 1, layers: [0], by: 4 });
    show.to(13);
    expect(show.rows()).toMatchObject([
      { to: s(2) + 261, played: s(2) + 261 },
      { cue: 'two', from: s(2) + 21, to: s(12) + 21 },
    ]);
  });

  it('writes of nothing that it began before there is a mixer', () => {
    const show = recorded([sound('one')]);
    show.stand(true);
    show.send({ kind: 'go' }, 'go');
    expect(show.records).toEqual([]);
    show.stand(false);
    show.to(1);
    expect(show.records).toMatchObject([{ kind: 'begin', cue: 'one', from: 0 }]);
  });

  it('knows that what was stopped while it was paused sounded until then', () => {
    const show = recorded([sound('one')]);
    show.send({ kind: 'go' }, 'go');
    show.to(2);
    show.send({ kind: 'pause', run: null });
    show.to(3);
    show.send({ kind: 'stop', run: null, fade: null }, 'stop');
    show.to(4);
    expect(show.rows()).toMatchObject([{ cue: 'one', from: 0, to: s(2), played: s(2), ended: 'stopped by hand' }]);
  });

  it('leaves what another hand had stopped before where it was', () => {
    const show = recorded([sound('one'), sound('two'), sound('three')]);
    show.send({ kind: 'go' }, 'go');
    show.to(1);
    show.send({ kind: 'stop', run: 0, fade: null }, 'stop');
    show.to(1.1);
    show.send({ kind: 'go' }, 'go');
    show.send({ kind: 'late', run: 1, layers: [0], by: 40 });
    show.to(13);
    const [one, two] = show.rows();
    expect([one.ended, two.from]).toEqual(['stopped by hand', s(1.1) + 40]);
    expect(one.to).toBe(s(1) + 240);
  });
});
