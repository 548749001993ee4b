import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { QueueJob } from '../../../src/render/index.ts';
import { startCuttingProxy } from '../publish/cutting-proxy.ts';
import { writeRide } from '../studio/queue/desk.ts';
import { allOver, expectPublished, exportHere, type FarmBench, openBench } from './farm.ts';

const states = (jobs: readonly QueueJob[]): string[] => jobs.map(({ state }) => state);
const running = (jobs: readonly QueueJob[]): QueueJob[] => jobs.filter(({ state }) => state === 'running');

describe('cueforge worker', { timeout: 300_000 }, () => {
  let bench: FarmBench;
  const write = (id: string, seconds?: number): string => writeRide(join(bench.root, 'rides'), id, seconds);
  beforeAll(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.reset());
  afterAll(() => bench.close());

  it('makes everything that is queued once, with two at work and one of them killed midway', async () => {
    const ids = ['one', 'two', 'three', 'four'];
    const rides = ids.map((id) => write(id, 8));
    await bench.add(...rides);
    const [doomed, other] = [bench.worker('doomed'), bench.worker('other')];
    const jobs = await bench.until((now) => new Set(running(now).map(({ worker }) => worker)).size === 2);
    const { worker } = await doomed.told('ready');
    const dropped = running(jobs).filter((job) => job.worker === worker);
    doomed.signal('SIGKILL');
    expect(await doomed.ended).toBe('SIGKILL');
    expect(dropped.length).toBeGreaterThan(0);

    const done = await bench.until(allOver);
    expect(done).toHaveLength(4 * 4);
    expect(new Set(states(done))).toEqual(new Set(['done']));
    // What the dead one was at was begun again, and is counted so.
    for (const { id } of dropped) expect(done.find((job) => job.id === id)!.attempts).toBe(2);
    for (const [index, id] of ids.entries())
      await expectPublished(bench, id, await exportHere(bench.root, rides[index], id));
    // Each job has one result: what two of them told is told of different ones.
    const made = [...doomed.lines, ...other.lines].filter(({ event }) => event === 'made').map(({ job }) => job);
    expect(made.length).toBeLessThanOrEqual(done.length);
    expect(new Set(made).size).toBe(made.length);

    // Asked for again, nothing of it is made or sent again.
    bench.store.takeRequests();
    await bench.add(...rides);
    const again = await bench.until(allOver);
    expect(states(again)).toEqual(states(done));
    expect(again.map(({ id }) => id)).not.toEqual(done.map(({ id }) => id));
    expect(bench.store.takeRequests().filter((request) => request.startsWith('PUT'))).toEqual([]);
    other.signal('SIGTERM');
    expect([await other.ended, other.complaints()]).toEqual([0, '']);
  });

  it('leaves one result where a worker that seemed dead wakes up', async () => {
    const ride = write('sleeper', 12);
    await bench.add(ride);
    const sleeper = bench.worker('sleeper');
    await bench.until((now) => running(now).some(({ fraction }) => fraction > 0));
    sleeper.signal('SIGSTOP');
    const other = bench.worker('other');
    await bench.until((now) => running(now).some(({ attempts }) => attempts === 2));
    sleeper.signal('SIGCONT');
    const done = await bench.until(allOver);
    expect(new Set(states(done))).toEqual(new Set(['done']));
    await expectPublished(bench, 'sleeper', await exportHere(bench.root, ride, 'sleeper'));
    const made = [...sleeper.lines, ...other.lines].filter(({ event }) => event === 'made');
    expect(new Set(made.map(({ job }) => job)).size).toBe(made.length);

    // The one that woke up is as good as before.
    other.signal('SIGTERM');
    await other.ended;
    await bench.farm.store.clear();
    await bench.add(write('after'));
    expect(new Set(states(await bench.until(allOver)))).toEqual(new Set(['done']));
    sleeper.signal('SIGTERM');
    expect(await sleeper.ended).toBe(0);
  });

  it('goes on through a Redis that is gone for a while, shorter or longer than its lease', async () => {
    const proxy = await startCuttingProxy(bench.redis.port);
    const worker = bench.worker('cut', { redisPort: proxy.port });
    for (const [id, gone] of [
      ['short', 700],
      ['long', 5_000],
    ] as const) {
      const ride = write(id, 8);
      await bench.add(ride);
      await bench.until((now) => running(now).length > 0);
      proxy.setDown(true);
      await wait(gone);
      proxy.setDown(false);
      const done = await bench.until(allOver);
      expect(done.map(({ state, failure }) => [state, failure])).toEqual(done.map(() => ['done', null]));
      await expectPublished(bench, id, await exportHere(bench.root, ride, id));
      await bench.farm.store.clear();
    }
    expect(worker.complaints()).toBe('');
    expect(worker.lines.filter(({ event }) => event === 'note').map(({ message }) => message)).toEqual([
      ...Array(2)
        .fill(0)
        .flatMap(() => [
          `Redis at 127.0.0.1:${proxy.port} was lost; what is being made goes on`,
          `Redis at 127.0.0.1:${proxy.port} is back`,
        ]),
    ]);
    // Ended while Redis is away, it ends.
    proxy.setDown(true);
    worker.signal('SIGTERM');
    expect(await worker.ended).toBe(0);
    await proxy.close();
  });

  it('hands back what it is at when it is asked to end, for the next one', async () => {
    const ride = write('handed', 20);
    await bench.add(ride);
    const first = bench.worker('first');
    await bench.until((now) => running(now).some(({ fraction }) => fraction > 0));
    first.signal('SIGTERM');
    expect([await first.ended, first.complaints()]).toEqual([0, '']);
    const left = (await bench.farm.store.list()).filter(({ state }) => state !== 'done');
    expect(left.length).toBeGreaterThan(0);
    for (const { state, attempts, worker } of left) expect([state, attempts, worker]).toEqual(['queued', 0, null]);
    const next = bench.worker('next');
    expect(new Set(states(await bench.until(allOver)))).toEqual(new Set(['done']));
    await expectPublished(bench, 'handed', await exportHere(bench.root, ride, 'handed'));
    next.signal('SIGTERM');
    expect(await next.ended).toBe(0);
  });

  it('works into a folder that machines share, without any other store', async () => {
    const ride = write('shared', 6);
    const place = join(bench.root, 'share');
    const redis = ['--redis', `redis://127.0.0.1:${bench.redis.port}`];
    expect(await bench.run(['queue', 'add', ride, ...redis, '--to', place])).toMatchObject({ code: 0, stderr: '' });
    const worker = bench.worker('sharing', { args: ['--to', place] });
    const done = await bench.until(allOver);
    expect(done.map(({ state, made }) => [state, made])).toEqual(
      done.map(({ file }) => ['done', `${join(place, 'mixes', 'shared')}/${file}`]),
    );
    const here = await exportHere(bench.root, ride, 'shared');
    for (const { file } of done)
      expect([file, readFileSync(join(place, 'mixes', 'shared', file)).equals(readFileSync(join(here, file)))]).toEqual(
        [...[file, true]],
      );
    worker.signal('SIGTERM');
    expect(await worker.ended).toBe(0);
  });

  it('leaves out what is cancelled, and fails what cannot be made with its reason, and does the rest', async () => {
    const [good, bad] = [write('good', 12), write('bad')];
    writeFileSync(join(bench.root, 'rides', 'bad.wav'), 'This is no sound at all');
    await bench.add(good, bad);
    const worker = bench.worker('steered');
    const jobs = await bench.until((now) => running(now).some(({ workout }) => workout === 'good'));
    const easy = jobs.find(({ workout, variant }) => workout === 'good' && variant === 'easy')!;
    await bench.farm.store.cancel([easy.id], Date.now());
    const over = await bench.until(allOver);
    const of = (workout: string): string[] =>
      over.filter((job) => job.workout === workout).map(({ variant, state }) => `${variant} ${state}`);
    expect(of('good').sort()).toEqual(['coaching done', 'easy cancelled', 'hard done', 'music done']);
    expect(await bench.reader.names('spring/mixes/good')).not.toContain('good_easy.mp3');
    const failed = over.filter(({ workout }) => workout === 'bad');
    expect(new Set(states(failed))).toEqual(new Set(['failed']));
    for (const { failure } of failed) expect(failure!.code).toBe('media-not-audio');
    expect(await bench.reader.names('spring/mixes/bad')).toEqual([]);

    // Mended, and tried again: what was cancelled, too.
    const redis = `redis://127.0.0.1:${bench.redis.port}`;
    const told = await bench.run(['queue', 'retry', easy.id.slice(0, 8), '--redis', redis]);
    expect(told.code).toBe(0);
    await bench.add(write('bad'));
    expect(new Set(states(await bench.until(allOver)))).toEqual(new Set(['done']));
    await expectPublished(bench, 'good', await exportHere(bench.root, good, 'good'));
    worker.signal('SIGTERM');
    expect(await worker.ended).toBe(0);
  });
});
