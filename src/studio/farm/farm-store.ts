import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { byTurn, isEnded, type JobStore, type NewQueueJob, type QueueJob } from '../../render/index.ts';
import {
  beaten,
  cancelled,
  claimed,
  failedWith,
  finished,
  type JobRule,
  moved,
  ordered,
  outdated,
  paused,
  placesBefore,
  prioritized,
  released,
  requeued,
  resumed,
  retried,
} from './farm-rules.ts';
import { createFolderJobs, type FarmKeys } from './folder-jobs.ts';
import { openFolderTickets, ticketOf } from './folder-tickets.ts';
import type { OpenRedis } from './open-redis.ts';

/** The queue that machines share. The number changes with what is kept there. */
const PREFIX = 'cueforge-1';
const QUEUE = 'exports';
/** A queue that nothing is heard of is looked at so often: word of a change may be lost. Milliseconds. */
const LOOK = 3_000;
/** A close that waits for a Redis that is away ends after so long. Milliseconds. */
const LAST_WAIT = 1_000;

const keys: FarmKeys = {
  jobs: (folder) => `${PREFIX}:jobs:${ticketOf(folder)}`,
  lock: (folder) => `${PREFIX}:${QUEUE}:${ticketOf(folder)}:lock`,
  folders: `${PREFIX}:folders`,
  places: `${PREFIX}:places`,
  channel: `${PREFIX}:changed`,
};

/** Ids end with the ticket of their folder. */
const isOf = (id: string, folder: string): boolean => id.endsWith(`-${ticketOf(folder)}`);

export interface FarmStore extends JobStore {
  /** Ends the connections; what waits for Redis is rejected. */
  close(): Promise<void>;
}

/**
 * The queue of exports as many machines share it: the jobs of each folder (`folder-jobs.ts`), and tickets to work in one
 * (`folder-tickets.ts`). Whatever is between the two steps of a call when a process dies, the next one mends. `lease`:
 * milliseconds that a worker may be silent.
 */
export const openFarmStore = async (redis: OpenRedis, lease: number): Promise<FarmStore> => {
  const { client } = redis;
  const shelf = createFolderJobs(client, keys);
  const opened: Redis[] = [];
  const another = (): Redis => {
    const made = redis.duplicate();
    opened.push(made);
    return made;
  };
  const tickets = await openFolderTickets(client, another, { prefix: PREFIX, name: QUEUE, lease });
  let mendAt = 0;

  const inWords =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      work(...args).catch((error: unknown) => {
        throw redis.failure(error);
      });

  /** Sees to it that a folder with jobs that wait has its ticket in the queue, in its turn. */
  const wake = async (folder: string): Promise<void> => {
    const queued = (await shelf.read(folder)).filter(({ state }) => state === 'queued');
    if (queued.length === 0) return;
    const priority = Math.max(...queued.map((job) => job.priority));
    await tickets.offer(folder, { priority, due: Math.min(...queued.map(({ nextTry }) => nextTry)) });
  };

  /** Gives a ticket back once nothing runs in its folder. */
  const restIfIdle = async (folder: string): Promise<void> => {
    if (tickets.token(folder) === null) return;
    const jobs = await shelf.read(folder);
    if (jobs.some(({ state }) => state === 'running')) return;
    const due = jobs.filter(({ state }) => state === 'queued').map(({ nextTry }) => nextTry);
    await tickets.giveBack(folder, due.length === 0 ? null : Math.min(...due));
    // What was queued meanwhile found a ticket that was held.
    await wake(folder);
    await shelf.tell();
  };

  /** Changes jobs of a folder whose ticket is held here. Null: it is not any more. */
  const inHeld = async (folder: string, rule: JobRule, quiet = false): Promise<QueueJob[] | null> => {
    const token = tickets.token(folder);
    if (token === null) return null;
    const changed = await shelf.change(folder, rule, { token, quiet });
    if (changed === null) tickets.lose(folder);
    return changed;
  };

  /** A job's end, and the ticket's where it was the last that ran. False: the worker no longer held it. */
  const end = async (id: string, rule: JobRule): Promise<boolean> => {
    const folder = tickets.held().find((each) => isOf(id, each));
    if (folder === undefined) return false;
    const changed = await inHeld(folder, rule);
    await restIfIdle(folder);
    return changed !== null && changed.length > 0;
  };

  /** Changes jobs wherever they are; those that wait then have their tickets. */
  const everywhere = async (ids: readonly string[] | null, rule: JobRule): Promise<void> => {
    for (const folder of await shelf.names()) {
      if (ids !== null && !ids.some((id) => isOf(id, folder))) continue;
      const changed = await shelf.change(folder, rule);
      if (changed?.some(({ state }) => state === 'queued')) await wake(folder);
    }
    await shelf.tell();
  };

  /** A process that died between two steps may have left a folder without its ticket. */
  const mend = async (at: number): Promise<void> => {
    if (at < mendAt) return;
    mendAt = at + lease;
    for (const folder of await shelf.names()) {
      const open = (await shelf.read(folder)).some(({ state }) => state === 'queued' || state === 'running');
      if (!open || (await tickets.exists(folder))) continue;
      await shelf.change(folder, requeued);
      await wake(folder);
    }
  };

  const listeners = new Set<() => void>();
  let ear: Redis | null = null;
  const hear = (): void => {
    for (const listener of [...listeners]) listener();
  };

  return {
    enqueue: inWords(async (orders: readonly NewQueueJob[], at: number) => {
      const first = await shelf.places(Math.max(1, orders.length));
      const taken: QueueJob[] = [];
      for (const [index, order] of orders.entries()) {
        const id = `${randomBytes(4).toString('hex')}-${ticketOf(order.folder)}`;
        const rule = ordered(order, { id, place: first + index }, at);
        const changed = await shelf.change(order.folder, rule, { drop: (jobs) => outdated(jobs, order), quiet: true });
        taken.push(changed![0]);
      }
      for (const folder of new Set(orders.map((order) => order.folder))) await wake(folder);
      await shelf.tell();
      return taken;
    }),
    claim: inWords(async (worker: string, at: number, leaseUntil: number) => {
      for (let folder = await tickets.take(worker); folder !== null; folder = await tickets.take(worker)) {
        const changed = await inHeld(folder, claimed(worker, at, leaseUntil));
        const set = (changed ?? []).filter(({ state }) => state === 'running').sort(byTurn);
        if (set.length > 0) return set;
        await restIfIdle(folder);
      }
      await mend(at);
      return [];
    }),
    nextDue: inWords(async (at: number) => Math.min(at + LOOK, (await tickets.nextDue()) ?? Number.POSITIVE_INFINITY)),
    beat: inWords(async (worker, beats, leaseUntil) => {
      const kept: string[] = [];
      for (const folder of tickets.held()) {
        const ours = beats.filter(({ id }) => isOf(id, folder));
        if (ours.length === 0 || !(await tickets.renew(folder, leaseUntil - Date.now()))) continue;
        const changed = await inHeld(folder, beaten(worker, ours, leaseUntil), true);
        kept.push(...(changed ?? []).map(({ id }) => id));
      }
      return kept;
    }),
    finish: inWords((id, worker, path, at) => end(id, finished(id, worker, path, at))),
    fail: inWords((id, worker, failure, retryAt, at) => end(id, failedWith(id, worker, failure, retryAt, at))),
    release: inWords(async (ids, worker) => {
      for (const folder of tickets.held()) {
        const ours = ids.filter((id) => isOf(id, folder));
        if (ours.length === 0) continue;
        await inHeld(folder, released(ours, worker));
        await restIfIdle(folder);
      }
    }),
    // Names are of one life each: what another dropped is given back when nobody renews it.
    recover: inWords(() => tickets.guard()),

    cancel: inWords((ids, at) => everywhere(ids, cancelled(ids, at))),
    pause: inWords((ids) => everywhere(ids, paused(ids))),
    resume: inWords((ids) => everywhere(ids, resumed(ids))),
    retry: inWords((ids) => everywhere(ids, retried(ids))),
    setPriority: inWords((ids, priority) => everywhere(ids, prioritized(ids, priority))),
    move: inWords(async (ids, before) => {
      await everywhere(ids, moved(placesBefore(await shelf.all(), ids, before)));
      // Tickets of one priority go in the order in which they took it.
      const turns = (await shelf.all()).filter(({ state }) => state === 'queued').sort(byTurn);
      for (const folder of new Set(turns.map((job) => job.folder))) await tickets.putBehind(folder);
    }),
    clear: inWords(async () => {
      const over = (jobs: readonly QueueJob[]): string[] => jobs.filter(isEnded).map(({ id }) => id);
      for (const folder of await shelf.names()) await shelf.change(folder, () => [], { drop: over });
      await shelf.tell();
    }),
    list: inWords(async () => {
      const all = await shelf.all();
      const over = all.filter(isEnded).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
      return [...all.filter((job) => !isEnded(job)).sort(byTurn), ...over];
    }),
    watch(listener) {
      listeners.add(listener);
      if (ear === null) {
        ear = another();
        ear.on('message', hear);
        ear.on('ready', hear); // what was said while it was away was missed
        void ear.subscribe(keys.channel).catch(() => undefined);
      }
      return () => void listeners.delete(listener);
    },
    async close() {
      for (const each of [client, ...opened]) each.disconnect();
      await Promise.race([tickets.close(), wait(LAST_WAIT, null, { ref: false })]);
    },
  };
};
