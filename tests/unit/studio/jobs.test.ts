import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/contract/index.ts';
import { CueforgeError } from '../../../src/model/index.ts';
import { createJobs } from '../../../src/studio/jobs.ts';

const board = () => {
  const told: Job[] = [];
  let time = 1000;
  const jobs = createJobs(
    () => time,
    (job) => told.push(job),
  );
  return { jobs, told, tick: (ms: number) => (time += ms) };
};
/** Jobs begin in the next turn and end in it here. */
const settled = async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('a job', () => {
  it('is told of when it begins and when it ends, with what it says of itself', async () => {
    const { jobs, told } = board();
    const id = jobs.start('import', 'Import', async ({ report, problem }) => {
      report({ fraction: 0.5, detail: 'half' });
      problem('one file is damaged');
      return 'all of it';
    });
    expect(told).toEqual([]); // whoever started it knows its id first
    await settled();
    expect(told[0]).toMatchObject({ id, state: 'running', fraction: 0 });
    expect(told.at(-1)).toMatchObject({ id, state: 'done', detail: 'all of it', fraction: 1, endedAt: 1000 });
    expect(told.at(-1)!.problems).toEqual(['one file is damaged']);
  });

  it('tells at most five times a second while it runs', async () => {
    const { jobs, told, tick } = board();
    jobs.start('import', 'Import', async ({ report }) => {
      for (let i = 0; i < 100; i++) {
        tick(10);
        report({ fraction: i / 100 });
      }
      return 'done';
    });
    await settled();
    expect(told.length).toBeGreaterThanOrEqual(6);
    expect(told.length).toBeLessThanOrEqual(8);
  });

  it('fails with the failure it threw, and is cancelled when it was asked to be', async () => {
    const { jobs, told } = board();
    jobs.start('export', 'Export', async () => {
      throw new CueforgeError('disk-full', 'There is no room');
    });
    await settled();
    expect(told.at(-1)).toMatchObject({ state: 'failed', failure: { code: 'disk-full', message: 'There is no room' } });

    const id = jobs.start('export', 'Export', ({ signal }) => {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await settled();
    jobs.cancel(id);
    await settled();
    expect(told.at(-1)).toMatchObject({ id, state: 'cancelled', failure: null });
    jobs.cancel(id); // it has ended: nothing changes
    jobs.clear();
    expect(jobs.list()).toEqual([]);
    expect(() => jobs.cancel(id)).toThrow('no such job');
  });

  it('waits while a show is armed, says so, and begins by itself when it is over', async () => {
    const { jobs, told, tick } = board();
    const ran: string[] = [];
    const first = jobs.start('import', 'First', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      ran.push('first');
      return 'done';
    });
    await new Promise((resolve) => setImmediate(resolve));
    jobs.hold(true);
    const second = jobs.start('export', 'Second', async () => {
      ran.push('second');
      return 'done';
    });
    expect(jobs.list().map(({ state }) => state)).toEqual(['running', 'waiting']);
    await settled();
    // What ran went on; what was asked for stands on the list, in words.
    expect(ran).toEqual(['first']);
    expect(told.filter(({ id }) => id === first).at(-1)).toMatchObject({ state: 'done' });
    expect(told.filter(({ id }) => id === second)).toMatchObject([
      { state: 'waiting', detail: 'Waits until the show is over', startedAt: 1000, endedAt: null },
    ]);
    jobs.clear();
    expect(jobs.list().map(({ id }) => id)).toEqual([second]);

    tick(500);
    jobs.hold(false);
    await settled();
    expect(ran).toEqual(['first', 'second']);
    const states = told.filter(({ id }) => id === second).map(({ state }) => state);
    expect(states).toEqual(['waiting', 'running', 'done']);
    expect(told.at(-1)).toMatchObject({ startedAt: 1500, endedAt: 1500 });
  });

  it('gives up what it may begin anew while a show is armed, and begins it anew afterwards', async () => {
    const { jobs, told } = board();
    const steps: string[] = [];
    /** Ends when it is told to; tells when it is given up. */
    let end: () => void = () => undefined;
    const work = (name: string) => (signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        steps.push(`${name} begins`);
        end = () => resolve(name);
        signal.addEventListener('abort', () => {
          steps.push(`${name} is given up`);
          reject(new CueforgeError('cancelled', 'The work was cancelled'));
        });
      });
    const id = jobs.start('import', 'Import', async ({ piece }) => {
      steps.push(`${await piece(work('one'))} is done`);
      steps.push(`${await piece(work('two'))} is done`);
      return 'all of it';
    });
    await settled();
    jobs.hold(true);
    await settled();
    expect(steps.splice(0)).toEqual(['one begins', 'one is given up']);
    expect(told.at(-1)).toMatchObject({ id, state: 'waiting', detail: 'Waits until the show is over' });
    jobs.hold(false);
    await settled();
    expect(told.at(-1)).toMatchObject({ id, state: 'running', startedAt: 1000 });
    end();
    await settled();
    expect(steps.splice(0)).toEqual(['one begins', 'one is done', 'two begins']);
    jobs.cancel(id);
    await settled();
    expect(steps).toEqual(['two is given up']);
    expect(told.at(-1)).toMatchObject({ id, state: 'cancelled' });

    // What fails by itself fails.
    jobs.start('import', 'Import', ({ piece }) => piece(() => Promise.reject(new CueforgeError('disk-full', 'Full'))));
    await settled();
    expect(told.at(-1)).toMatchObject({ state: 'failed', failure: { code: 'disk-full' } });
  });

  it('waits on where the next show is armed at once, and is cancelled without having begun', async () => {
    const { jobs, told } = board();
    let ran = false;
    let released = false;
    jobs.hold(true);
    const id = jobs.start('demo', 'Demo', async () => {
      ran = true;
      return 'done';
    });
    void jobs.released().then(() => {
      released = true;
    });
    await settled();
    jobs.hold(false);
    jobs.hold(true);
    await settled();
    expect([ran, released]).toEqual([false, false]);
    jobs.cancel(id);
    await settled();
    expect(told.at(-1)).toMatchObject({ id, state: 'cancelled', endedAt: 1000 });
    const other = jobs.start('demo', 'Demo', async () => 'done');
    await settled();
    await jobs.close();
    expect(told.at(-1)).toMatchObject({ id: other, state: 'cancelled' });
    jobs.hold(false);
    await settled();
    expect([ran, released]).toEqual([false, true]);
  });

  it('is cancelled and waited for when the board closes', async () => {
    const { jobs, told } = board();
    jobs.start('import', 'Import', ({ signal }) => {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await settled();
    await jobs.close();
    expect(told.at(-1)).toMatchObject({ state: 'cancelled' });
  });
});
