import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type Library, openLibrary } from '../../../../src/library/index.ts';
import { type JobStore, MOST_CRASHES, nextSet, type QueueJob } from '../../../../src/render/index.ts';
import { createLibraryJobStore } from '../../../../src/studio/export-queue-store.ts';

/** More for a soak. */
const RUNS = Number(process.env.QUEUE_RUNS ?? 40);
const root = mkdtempSync(join(tmpdir(), 'cueforge-queue-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const LEASE = 30;
const WORKERS = ['here', 'there'] as const;
const FAILURE = { code: 'folder-unwritable', message: 'It is locked' } as const;

const pick = fc.nat({ max: 30 });
const worker = fc.constantFrom(...WORKERS);
const cells = fc.array(
  fc.record({ workout: fc.nat({ max: 2 }), variant: fc.nat({ max: 3 }), folder: fc.nat({ max: 1 }) }),
  {
    minLength: 1,
    maxLength: 5,
  },
);
/** What may happen to a queue. `job`: one of those there are, by number. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('enqueue' as const), cells, priority: fc.integer({ min: -1, max: 1 }) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('claim' as const), worker }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('finish' as const), worker, job: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fail' as const), worker, job: pick, again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('beat' as const), worker }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('cancel', 'pause', 'resume', 'retry' as const), job: pick }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), job: pick, before: pick }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('priority' as const),
      job: pick,
      priority: fc.integer({ min: -2, max: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('clear', 'crash', 'release' as const), worker }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), for: fc.constantFrom(1, 10, 40) }) },
);

test(`whatever happens to a queue, no job is lost, none is done twice, and each has its turn`, {
  timeout: 60_000 + RUNS * 1000,
}, async () => {
  let run = 0;
  const seen = { expired: 0, crashed: 0, finished: 0, gaveUp: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
      run += 1;
      const folder = join(root, String(run));
      let at = 1000;
      const open = async (): Promise<{ library: Library; store: JobStore }> => {
        const library = await openLibrary({ folder, now: () => at });
        return { library, store: createLibraryJobStore(library.exportQueue) };
      };
      let { library, store } = await open();
      /** Every job that was ever taken in and not cleared, and how often each was said to be done. */
      const known = new Set<string>();
      const done = new Map<string, number>();
      try {
        for (const each of steps) {
          const before = await store.list();
          const job = 'job' in each && before.length > 0 ? before[each.job % before.length] : null;
          switch (each.do) {
            case 'enqueue': {
              /** Jobs that wait, by cell: two where one was begun and then paused. */
              const waiting = new Map<string, string[]>();
              for (const { workout, variant, state, id } of before)
                if (state === 'queued' || state === 'paused')
                  waiting.set(`${workout} ${variant}`, [...(waiting.get(`${workout} ${variant}`) ?? []), id]);
              const orders = each.cells.map((cell) => ({
                ...{ workout: `/${cell.workout}.json`, variant: `v${cell.variant}`, format: 'mp3', preset: 'p' },
                ...{ folder: `/out${cell.folder}`, file: 'a.mp3', recipe: {}, batch: `${cell.workout} ${cell.folder}` },
                priority: each.priority,
              }));
              const jobs = await store.enqueue(orders, at);
              expect(jobs).toHaveLength(orders.length);
              for (const { id, workout, variant, state } of jobs) {
                const there = waiting.get(`${workout} ${variant}`);
                if (there !== undefined) expect(there).toContain(id);
                waiting.set(`${workout} ${variant}`, [id]);
                expect(state).toBe('queued');
                known.add(id);
              }
              break;
            }
            case 'claim': {
              // What the rule says, once leases that are over are.
              const dropped = (j: QueueJob) => j.state === 'running' && j.leaseUntil! < at;
              seen.expired += before.filter(dropped).length;
              seen.gaveUp += before.filter((j) => dropped(j) && j.attempts >= MOST_CRASHES).length;
              const rested = before.flatMap((j) =>
                !dropped(j) ? [j] : j.attempts >= MOST_CRASHES ? [] : [{ ...j, state: 'queued' as const }],
              );
              const claimed = await store.claim(each.worker, at, at + LEASE);
              expect(claimed.map(({ id }) => id)).toEqual(nextSet(rested, at).map(({ id }) => id));
              for (const { state, worker: by } of claimed) expect([state, by]).toEqual(['running', each.worker]);
              break;
            }
            case 'finish': {
              if (!job) break;
              const holds = job.state === 'running' && job.worker === each.worker;
              expect(await store.finish(job.id, each.worker, '/out/a.mp3', at)).toBe(holds);
              if (holds) done.set(job.id, (done.get(job.id) ?? 0) + 1);
              if (holds) seen.finished += 1;
              break;
            }
            case 'fail': {
              if (!job) break;
              const holds = job.state === 'running' && job.worker === each.worker;
              expect(await store.fail(job.id, each.worker, FAILURE, each.again ? at + 20 : null, at)).toBe(holds);
              break;
            }
            case 'beat': {
              const held = before.filter((j) => j.state === 'running' && j.worker === each.worker).map(({ id }) => id);
              const progress = { fraction: 0.5, rate: 2, remainingSeconds: 1 };
              const kept = await store.beat(
                each.worker,
                before.map(({ id }) => ({ id, progress })),
                at + LEASE,
              );
              expect(new Set(kept)).toEqual(new Set(held));
              break;
            }
            case 'cancel':
              if (job) await store.cancel([job.id], at);
              break;
            case 'pause':
              if (job) await store.pause([job.id]);
              break;
            case 'resume':
              await store.resume(job ? [job.id] : null);
              break;
            case 'retry':
              if (job) await store.retry([job.id]);
              // As new: it may be done once more.
              if (job && (job.state === 'failed' || job.state === 'cancelled')) done.delete(job.id);
              break;
            case 'move': {
              if (!job) break;
              const next = before[each.before % before.length];
              if (next.id === job.id) break;
              await store.move([job.id], next.id);
              const order = (await store.list()).sort((a, b) => b.priority - a.priority || a.place - b.place);
              const to = order.findIndex(({ id }) => id === next.id);
              expect(order[to - 1]?.id).toBe(job.id);
              break;
            }
            case 'priority':
              if (job) await store.setPriority([job.id], each.priority);
              break;
            case 'release': {
              const held = before.filter((j) => j.worker === each.worker);
              await store.release(
                held.map(({ id }) => id),
                each.worker,
              );
              break;
            }
            case 'clear':
              await store.clear();
              for (const { id, state } of before) if (['done', 'failed', 'cancelled'].includes(state)) known.delete(id);
              break;
            case 'crash': {
              // The process is gone; the next opens the library and finds what it ran.
              await library.close();
              ({ library, store } = await open());
              const ran = before.filter((j) => j.worker === each.worker);
              seen.crashed += ran.length;
              await store.recover(each.worker, at);
              const after = new Map((await store.list()).map((j) => [j.id, j]));
              for (const { id, attempts } of ran)
                expect(after.get(id)!.state).toBe(attempts >= MOST_CRASHES ? 'failed' : 'queued');
              break;
            }
            case 'wait':
              at += each.for;
          }
          const now = await store.list();
          // Nothing is lost, and nothing comes from nowhere.
          expect(new Set(now.map(({ id }) => id))).toEqual(known);
          for (const { id, state, worker: by, leaseUntil, endedAt } of now) {
            expect(by === null).toBe(state !== 'running');
            expect(leaseUntil === null).toBe(state !== 'running');
            expect(endedAt !== null).toBe(['done', 'failed', 'cancelled'].includes(state));
            if (state === 'done') expect(done.get(id)).toBe(1);
            expect(done.get(id) ?? 0).toBeLessThanOrEqual(1);
          }
          // No folder is written into by two sets at once.
          const writing = now.filter(({ state }) => state === 'running');
          for (const { folder, batch } of writing)
            expect(new Set(writing.filter((j) => j.folder === folder).map((j) => j.batch))).toEqual(new Set([batch]));
        }
        // In the end everything that waits can be worked off.
        await store.resume(null);
        for (const w of WORKERS) await store.recover(w, at);
        at += 1_000_000;
        for (
          let set = await store.claim('here', at, at + LEASE);
          set.length > 0;
          set = await store.claim('here', at, at + LEASE)
        )
          for (const { id } of set) expect(await store.finish(id, 'here', '/out/a.mp3', at)).toBe(true);
        for (const { state } of await store.list()) expect(['done', 'failed', 'cancelled']).toContain(state);
      } finally {
        await library.close();
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: RUNS },
  );
  // The hard cases were there.
  for (const [what, count] of Object.entries(seen))
    if (what !== 'gaveUp') expect([what, count > 0]).toEqual([what, true]);
});
