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
