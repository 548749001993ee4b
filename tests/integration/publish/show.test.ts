import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Job, type PublishTarget } from '../../../src/contract/index.ts';
import { createJobs } from '../../../src/studio/jobs.ts';
import { createPublishHandlers } from '../../../src/studio/publish-handlers.ts';
import { environmentSecrets } from '../../../src/studio/secrets.ts';
import { useDesk } from './use-desk.ts';

const MB = 1_000_000;

describe('publishing while a show is armed', () => {
  const desk = useDesk('mixes');
  const { folder } = desk;

  it('waits, sends nothing, and goes on afterwards with what was sent', async () => {
    folder.write({ 'ride.mp3': 34 * MB });
    const target: PublishTarget = {
      ...{
        name: 'store',
        kind: 's3',
        endpoint: `http://127.0.0.1:${desk.proxy.port}`,
        region: 'auto',
        bucket: 'mixes',
      },
      ...{ prefix: 'show', pathStyle: true, profile: null },
    };
    const told: Job[] = [];
    let heard: (job: Job) => void = () => undefined;
    const jobs = createJobs(
      () => performance.now(),
      (job) => {
        told.push(job);
        heard(job);
      },
    );
    const until = (wanted: (job: Job) => boolean): Promise<Job> =>
      new Promise((resolve) => {
        heard = (job) => {
          if (wanted(job)) resolve(job);
        };
      });
    const handlers = createPublishHandlers({
      ...{ jobs, settings: () => ({ ...DEFAULT_SETTINGS, publishTargets: [target] }) },
      secrets: environmentSecrets({ AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' }),
      clock: () => performance.now(),
    });
    desk.proxy.slowDown(4);
    const request = { folder: folder.path, target: 'store', removeOld: false };
    await handlers['publish.start'](request, new AbortController().signal);
    await until(({ fraction }) => fraction > 0.1);
    jobs.hold(true);
    expect(await until(({ state }) => state === 'waiting')).toMatchObject({ detail: 'Waits until the show is over' });
    // What was on its way arrives; nothing new follows it.
    const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));
    await moment();
    desk.server.takeRequests();
    await moment();
    expect(desk.server.takeRequests()).toEqual([]);
    expect(await desk.reader.names('show')).not.toContain('manifest.json');

    desk.proxy.slowDown(0);
    desk.server.takeRequests();
    const over = until(({ endedAt }) => endedAt !== null);
    jobs.hold(false);
    expect(await over).toMatchObject({ state: 'done', fraction: 1 });
    // 34 MB are 5 parts, of which one was there at least.
    const parts = desk.server.takeRequests().filter((asked) => asked.startsWith('PUT show/ride.mp3 part'));
    expect(parts.length).toBeLessThan(5);
    expect(await desk.reader.names('show')).toContain('manifest.json');
    await jobs.close();
  });
});
