import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movedBy, movedTo, sumOf, withProgress } from '../../../../renderer/export/queue/queue-order.ts';
import { job } from './export-samples.ts';

const jobs = [job('run', 'running'), job('a', 'queued'), job('b', 'paused'), job('c', 'queued'), job('old', 'done')];
const ids = (...names: string[]): Set<string> => new Set(names);

/** What the studio makes of a move. */
const moved = (waiting: readonly string[], which: ReadonlySet<string>, before: string | null): string[] => {
  const rest = waiting.filter((id) => !which.has(id));
  const at = before === null ? rest.length : rest.indexOf(before);
  return [...rest.slice(0, at), ...waiting.filter((id) => which.has(id)), ...rest.slice(at)];
};

describe('the order of the queue', () => {
  it('goes up and down among those that wait, and no further', () => {
    expect(movedBy(jobs, ids('b'), -1)).toEqual({ before: 'a' });
    expect(movedBy(jobs, ids('a'), 1)).toEqual({ before: 'c' });
    expect(movedBy(jobs, ids('b'), 1)).toEqual({ before: null });
    expect(movedBy(jobs, ids('a'), -1)).toBeNull();
    expect(movedBy(jobs, ids('c'), 1)).toBeNull();
    expect(movedBy(jobs, ids('a', 'b'), 1)).toEqual({ before: null });
  });

  it('moves nothing that runs or is over', () => {
    expect(movedBy(jobs, ids('run', 'old'), -1)).toBeNull();
    expect(movedTo(jobs, ids('run'), 4)).toBeNull();
  });

  it('lets go where the pointer is', () => {
    expect(movedTo(jobs, ids('c'), 1)).toEqual({ before: 'a' });
    expect(movedTo(jobs, ids('c'), 0)).toEqual({ before: 'a' });
    expect(movedTo(jobs, ids('a'), 5)).toEqual({ before: null });
    expect(movedTo(jobs, ids('a'), 3)).toEqual({ before: 'c' });
    expect(movedTo(jobs, ids('a'), 1)).toBeNull();
    expect(movedTo(jobs, ids('a'), 2)).toBeNull();
  });

  it('is undone by the step back, for one job anywhere', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.nat(),
        fc.constantFrom(-1 as const, 1 as const),
        (count, n, by) => {
          const names = Array.from({ length: count }, (_, i) => `j${i}`);
          const which = ids(names[n % count]);
          const to = movedBy(
            names.map((name) => job(name, 'queued')),
            which,
            by,
          );
          if (to === null) return;
          const there = moved(names, which, to.before);
          const place = names.indexOf(names[n % count]);
          expect(there.indexOf(names[n % count])).toBe(place + by);
          const back = movedBy(
            there.map((name) => job(name, 'queued')),
            which,
            by === 1 ? -1 : 1,
          );
          expect(moved(there, which, back!.before)).toEqual(names);
        },
      ),
    );
  });

  it('takes progress of what runs only', () => {
    const told = { fraction: 0.5, rate: 200, remainingSeconds: 3 };
    const now = withProgress(jobs, [
      { id: 'run', ...told },
      { id: 'b', ...told },
    ]);
    expect(now[0]).toMatchObject(told);
    expect(now[2]).toBe(jobs[2]);
  });

  it('sums up what is left', () => {
    const running = job('run', 'running', { fraction: 0.5, remainingSeconds: 4 });
    expect(sumOf([running, ...jobs.slice(1)])).toEqual({
      ...{ running: 1, queued: 2, paused: 1, failed: 0, again: 0, over: 1 },
      ...{ fraction: 0.125, remainingSeconds: null },
    });
    // What it made before counts: the bar does not go back as files leave it. The last ones say how long.
    expect(sumOf([running], 4)).toMatchObject({ fraction: 0.9, remainingSeconds: 4 });
    expect(sumOf([])).toMatchObject({ fraction: 0, remainingSeconds: null });
  });
});
