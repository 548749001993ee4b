import { describe, expect, it } from 'vitest';
import { followRun, type Run } from '../../../../renderer/export/run-ends.ts';
import type { ExportJob } from '../../../../src/contract/index.ts';
import { job } from './export-samples.ts';

/** What is told from list to list. */
const told = (...lists: readonly (readonly ExportJob[])[]): string[] => {
  const said: string[] = [];
  let run: Run | null = null;
  for (const [i, now] of lists.slice(1).entries()) {
    const news = followRun(run, lists[i], now);
    run = news.run;
    said.push(...news.failed.map(({ id }) => `${id} failed`));
    if (news.ended) said.push(`over: ${news.ended.done} made, ${news.ended.failed} failed`);
  }
  return said;
};

describe('what is news of the queue', () => {
  it('is the end of a run, once, with all that it made', () => {
    expect(
      told(
        [],
        [job('a', 'queued'), job('b', 'queued')],
        [job('a', 'running'), job('b', 'queued')],
        [job('a', 'done'), job('b', 'running')],
        [job('a', 'done'), job('b', 'done')],
        [job('a', 'done'), job('b', 'done')],
      ),
    ).toEqual(['over: 2 made, 0 failed']);
  });

  it('is a job that failed for good, at once, and not one that is tried again', () => {
    expect(
      told(
        [job('a', 'running'), job('b', 'queued')],
        [job('a', 'queued', { nextTry: 9 }), job('b', 'running')],
        [job('a', 'running'), job('b', 'done')],
        [job('a', 'failed'), job('b', 'done')],
      ),
    ).toEqual(['a failed', 'over: 1 made, 1 failed']);
  });

  it('is nothing when all was cancelled, or is paused', () => {
    expect(told([job('a', 'running')], [job('a', 'cancelled')])).toEqual([]);
    expect(told([job('a', 'running')], [job('a', 'paused')])).toEqual([]);
  });

  it('is not what was over before this page looked', () => {
    expect(told([job('a', 'done')], [job('a', 'done'), job('b', 'failed')])).toEqual([]);
  });

  it('counts a job that came and went between two looks', () => {
    expect(told([job('a', 'running')], [job('b', 'done'), job('a', 'done')])).toEqual(['over: 1 made, 0 failed']);
  });
});
