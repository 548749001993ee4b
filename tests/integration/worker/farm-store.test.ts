import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JobStore, MOST_CRASHES, nextSet, type QueueJob } from '../../../src/render/index.ts';
import { environmentSecrets, type Farm, openFarm, parseRedisAddress } from '../../../src/studio/index.ts';
import { type RedisServer, startRedis } from '../../support/redis-server.ts';

/** More for a soak. */
const RUNS = Number(process.env.QUEUE_RUNS ?? 40);
const LONG = 60_000;
const FAILURE = { code: 'folder-unwritable', message: 'It is locked' } as const;
const WORKERS = ['here', 'there'] as const;

const pick = fc.nat({ max: 30 });
const worker = fc.constantFrom(...WORKERS);
const cells = fc.array(fc.record({ workout: fc.nat({ max: 2 }), variant: fc.nat({ max: 3 }) }), {
  minLength: 1,
  maxLength: 5,
});
const ON_JOB = ['cancel', 'pause', 'resume', 'retry'] as const;
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('enqueue' as const), cells, batch: fc.nat({ max: 1 }), priority: pick }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('claim' as const), worker }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('finish' as const), worker, job: pick }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('fail' as const), worker, job: pick, again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('beat', 'release' as const), worker }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom(...ON_JOB), job: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('priority' as const), job: pick, priority: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), job: pick, before: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
);

const order = (workout: number, variant: number, batch: number, priority: number) => ({
  ...{ workout: `w${workout}`, variant: `v${variant}`, format: 'mp3', preset: 'p', folder: `mixes/w${workout}` },
  ...{ file: `v${variant}.mp3`, recipe: { batch }, batch: `${workout} ${batch}`, priority },
});

describe('the queue that machines share', () => {
  let server: RedisServer;
  let admin: Redis;
  const open = (lease: number): Promise<Farm> =>
    openFarm(
      { redis: parseRedisAddress(`redis://127.0.0.1:${server.port}`), lease },
      { secrets: environmentSecrets({}) },
    );
  beforeAll(async () => {
    server = await startRedis();
    admin = new Redis(server.port, '127.0.0.1');
  });
  afterAll(async () => {
    admin.disconnect();
    await server.close();
  });

  it('loses no job, does none twice, and gives each its turn, whatever happens to it', async () => {
    const seen = { claimed: 0, finished: 0, retried: 0, replaced: 0 };
    const farms = new Map<string, Farm>();
    for (const name of WORKERS) farms.set(name, await open(LONG));
    const of = (name: string): JobStore => farms.get(name)!.store;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
        await admin.flushall();
        const store = of('here');
        const known = new Set<string>();
        const done = new Map<string, number>();
        /** What a worker ever began: it gives back what it cannot bring to an end, whatever became of it meanwhile. */
        const begun = new Map(WORKERS.map((name) => [name as string, new Set<string>()]));
        for (const each of steps) {
          const before = await store.list();
          const job = 'job' in each && before.length > 0 ? before[each.job % before.length] : null;
          switch (each.do) {
            case 'enqueue': {
              const orders = each.cells.map((cell) => order(cell.workout, cell.variant, each.batch, each.priority));
              for (const { id, workout, variant, state } of await store.enqueue(orders, Date.now())) {
                const same = (other: QueueJob) => other.workout === workout && other.variant === variant;
                const waiting = before.filter((other) => same(other) && ['queued', 'paused'].includes(other.state));
                if (waiting.length > 0) expect(waiting.map((other) => other.id)).toContain(id);
                // What was over of that cell makes room in the list.
                for (const other of before.filter((other) => same(other) && other.endedAt !== null))
                  if (known.delete(other.id)) seen.replaced += 1;
                expect(state).toBe('queued');
                known.add(id);
              }
              break;
            }
            case 'claim': {
              const at = Date.now();
              const set = await of(each.worker).claim(each.worker, at, at + LONG);
              const folder = before.filter((other) => other.folder === set[0]?.folder);
              if (set.length > 0) expect(set.map(({ id }) => id)).toEqual(nextSet(folder, at).map(({ id }) => id));
              // Nothing was due where nothing was given.
              else expect(nextSet(before, at - 50)).toEqual([]);
              for (const { id } of set) begun.get(each.worker)!.add(id);
              seen.claimed += set.length;
              break;
            }
            case 'finish': {
              if (!job) break;
              const holds = job.state === 'running' && job.worker === each.worker;
              expect(await of(each.worker).finish(job.id, each.worker, '/a.mp3', Date.now())).toBe(holds);
              if (holds) done.set(job.id, (done.get(job.id) ?? 0) + 1);
              if (holds) seen.finished += 1;
              break;
            }
            case 'fail': {
              if (!job) break;
              const holds = job.state === 'running' && job.worker === each.worker;
              const at = Date.now();
              const retryAt = each.again ? at + 5 : null;
              expect(await of(each.worker).fail(job.id, each.worker, FAILURE, retryAt, at)).toBe(holds);
              if (holds && each.again) seen.retried += 1;
              break;
            }
            case 'beat':
            case 'release': {
              if (each.do === 'release') {
                await of(each.worker).release([...begun.get(each.worker)!], each.worker);
                break;
              }
              const held = before.filter((other) => other.worker === each.worker).map(({ id }) => id);
              const progress = { fraction: 0.5, rate: 2, remainingSeconds: 1 };
              const beats = before.map(({ id }) => ({ id, progress }));
              const kept = await of(each.worker).beat(each.worker, beats, Date.now() + LONG);
              expect(new Set(kept)).toEqual(new Set(held));
              break;
            }
            case 'cancel':
              if (job) await store.cancel([job.id], Date.now());
              break;
            case 'pause':
            case 'resume':
            case 'retry':
              if (job) await store[each.do]([job.id]);
              break;
            case 'priority':
              if (job) await store.setPriority([job.id], each.priority);
              break;
            case 'move': {
              const before_ = before[each.before % Math.max(1, before.length)];
              if (!job || before_.id === job.id) break;
              await store.move([job.id], before_.id);
              const turn = (await store.list()).sort((a, b) => b.priority - a.priority || a.place - b.place);
              expect(turn[turn.findIndex(({ id }) => id === before_.id) - 1].id).toBe(job.id);
              break;
            }
            case 'clear':
              await store.clear();
              for (const { id, endedAt } of before) if (endedAt !== null) known.delete(id);
          }
          const now = await of('there').list();
          // Who finds that a job was taken from it gives it up, as a runner does at its next beat.
          const runs = new Set(now.filter(({ state }) => state === 'running').map(({ id }) => id));
          for (const name of WORKERS)
            await of(name).release(
              [...begun.get(name)!].filter((id) => !runs.has(id)),
              name,
            );
          expect(new Set(now.map(({ id }) => id))).toEqual(known);
          for (const { id, state, worker: by, leaseUntil, endedAt } of now) {
            expect([by === null, leaseUntil === null]).toEqual([state !== 'running', state !== 'running']);
            expect(endedAt !== null).toBe(['done', 'failed', 'cancelled'].includes(state));
            if (state === 'done') expect(done.get(id)).toBe(1);
          }
          // Nobody writes into a folder that another writes into.
          const writing = now.filter(({ state }) => state === 'running');
          for (const { folder, worker: by, batch } of writing)
            for (const other of writing.filter((each) => each.folder === folder))
              expect([other.worker, other.batch]).toEqual([by, batch]);
        }
        // In the end everything that waits can be worked off.
        await store.resume(null);
        for (const name of WORKERS) await of(name).release([...begun.get(name)!], name);
        await store.retry(null);
        for (let idle = 0; idle < 3; ) {
          const at = Date.now();
          const set = await store.claim('here', at, at + LONG);
          if (set.length === 0) idle += 1;
          for (const { id } of set) expect(await store.finish(id, 'here', '/a.mp3', at)).toBe(true);
        }
        for (const { state } of await store.list()) expect(['done', 'cancelled']).toContain(state);
      }),
      { numRuns: RUNS },
    );
    // The hard cases were there.
    for (const [what, count] of Object.entries(seen)) expect([what, count > 0]).toEqual([what, true]);
    for (const farm of farms.values()) await farm.close();
  });

  it('gives to another what a worker that died was at, and fails what ends all of them', async () => {
    await admin.flushall();
    const lease = 400;
    const keeper = await open(lease);
    await keeper.store.recover('keeper', Date.now());
    const [{ id }] = await keeper.store.enqueue([order(1, 1, 0, 0)], Date.now());
    for (let life = 1; life <= MOST_CRASHES; life++) {
      const name = `life ${life}`;
      const doomed = await open(lease);
      for (;;) {
        const set = await doomed.store.claim(name, Date.now(), Date.now() + lease);
        if (set.length > 0) expect(set[0]).toMatchObject({ id, attempts: life, state: 'running', worker: name });
        if (set.length > 0) break;
        await wait(20);
      }
      await doomed.close();
    }
    let left: readonly QueueJob[] = [];
    while (left[0]?.state !== 'failed') {
      expect(await keeper.store.claim('keeper', Date.now(), Date.now() + lease)).toEqual([]);
      left = await keeper.store.list();
      await wait(20);
    }
    expect(left).toMatchObject([{ id, failure: { code: 'worker-exited' } }]);
    expect(left[0].failure!.message).toContain(`begun ${MOST_CRASHES} times`);
    // As new, it may be tried once more.
    await keeper.store.retry([id]);
    expect(await keeper.store.claim('keeper', Date.now(), Date.now() + LONG)).toMatchObject([{ id, attempts: 1 }]);
    await keeper.close();
  });

  it('takes nothing from a worker that was silent for too long', async () => {
    await admin.flushall();
    const lease = 300;
    const silent = await open(lease);
    const [{ id }] = await silent.store.enqueue([order(1, 2, 0, 0)], Date.now());
    expect(await silent.store.claim('silent', Date.now(), Date.now() + lease)).toHaveLength(1);
    const isHeld = async (): Promise<boolean> => (await admin.keys('cueforge-1:exports:*:lock')).length > 0;
    while (await isHeld()) await wait(20);
    expect(await silent.store.finish(id, 'silent', '/a.mp3', Date.now())).toBe(false);
    expect((await silent.store.list())[0].state).toBe('running');
    // Nobody is at it: it is given to the next who asks.
    await silent.store.recover('silent', Date.now());
    for (let set: QueueJob[] = []; set.length === 0; await wait(20))
      set = await silent.store.claim('next', Date.now(), Date.now() + LONG);
    expect(await silent.store.finish(id, 'silent', '/a.mp3', Date.now())).toBe(false);
    expect(await silent.store.finish(id, 'next', '/a.mp3', Date.now())).toBe(true);
    await silent.close();
  });

  it('is not held up by the shadow of a ticket that is gone', async () => {
    await admin.flushall();
    const farm = await open(LONG);
    const [{ id }] = await farm.store.enqueue([order(1, 1, 0, 0)], Date.now());
    const [ticket] = (await admin.keys('cueforge-1:exports:*')).filter((key) => key.endsWith(id.split('-')[1]));
    // As BullMQ leaves it: counted as stalled once it was removed, and waiting before all others.
    const shadow = `${ticket.slice(0, -1)}${ticket.endsWith('0') ? '1' : '0'}`;
    await admin.hset(shadow, 'stc', 1);
    await admin.rpush('cueforge-1:exports:wait', shadow.split(':').at(-1)!);
    expect(await farm.store.claim('one', Date.now(), Date.now() + LONG)).toMatchObject([{ id }]);
    expect(await admin.exists(shadow)).toBe(0);
    expect(await farm.store.finish(id, 'one', '/a.mp3', Date.now())).toBe(true);

    // One in the way of a ticket of its own makes room for it.
    await admin.hset(ticket, 'stc', 1);
    const [again] = await farm.store.enqueue([order(1, 1, 0, 0)], Date.now());
    expect(await farm.store.claim('one', Date.now(), Date.now() + LONG)).toMatchObject([{ id: again.id }]);
    await farm.close();
  });

  it('mends what a process that died between two steps left, and tells others of changes', async () => {
    await admin.flushall();
    const [one, two] = [await open(300), await open(300)];
    let heard = 0;
    two.store.watch(() => {
      heard += 1;
    });
    while (heard === 0) {
      await one.store.enqueue([order(2, 1, 0, 0)], Date.now());
      await wait(20);
    }
    // The jobs are there, and their ticket is not.
    const gone = (await admin.keys('cueforge-1:exports:*')).filter((key) => !/:(meta|id|pc)$/.test(key));
    await admin.del(...gone);
    for (let set: QueueJob[] = []; set.length === 0; await wait(20))
      set = await two.store.claim('two', Date.now(), Date.now() + LONG);
    expect((await one.store.list()).map(({ state, worker: by }) => [state, by])).toEqual([['running', 'two']]);
    for (const farm of [one, two]) await farm.close();
  });
});
