import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Job, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { byTurn, isEnded, type JobStore, type NewQueueJob, type QueueJob } from '../../render/index.ts';
import {
  beaten,
  cancelled,
  claimed,
  failedWith,
  finished,
  type JobRule,
  ordered,
  outdated,
  paused,
  prioritized,
  released,
  resumed,
  retried,
} from './farm-rules.ts';
import { createFolderJobs, type FarmKeys } from './folder-jobs.ts';
import type { OpenRedis } from './open-redis.ts';

/** The queue that machines share. The number changes with what is kept there. */
const PREFIX = 'cueforge-1';
const QUEUE = 'exports';
/** Priorities as BullMQ counts them: lower goes first, and 1 is the first. */
const FIRST_PRIORITY = 101;
/** A queue that nothing is heard of is looked at so often: word of a change may be lost. Milliseconds. */
const LOOK = 3_000;
/** How often a worker looks for those that died, as a part of the lease. */
const STALLED_PART = 3;
/** A close that waits for a Redis that is away ends after so long. Milliseconds. */
const LAST_WAIT = 1_000;

const keys: FarmKeys = {
  jobs: (folder) => `${PREFIX}:jobs:${ticketOf(folder)}`,
  lock: (folder) => `${PREFIX}:${QUEUE}:${ticketOf(folder)}:lock`,
  folders: `${PREFIX}:folders`,
  places: `${PREFIX}:places`,
  channel: `${PREFIX}:changed`,
};

const ticketOf = (folder: string): string => createHash('sha256').update(folder).digest('hex').slice(0, 16);

export interface FarmStore extends JobStore {
  /** Ends the connections; what waits for Redis is rejected. */
  close(): Promise<void>;
}

/** What a BullMQ job is here: a ticket to work in a folder. There is one for every folder with jobs that wait. */
interface Ticket {
  readonly folder: string;
}

/** A ticket that this process holds. */
interface Held {
  readonly job: Job<Ticket>;
  /** What BullMQ knows the holder by. */
  readonly token: string;
}

/**
 * The queue of exports as many machines share it: jobs in a Redis, and a BullMQ queue of tickets, one for each folder that
 * has jobs which wait. Who holds a folder's ticket works in it, for as long as its lock is renewed; BullMQ gives the ticket
 * of a worker that died to another. `lease`: milliseconds that a lock lasts.
 */
export const openFarmStore = async (redis: OpenRedis, lease: number): Promise<FarmStore> => {
  const bull = await import('bullmq');
  const { client } = redis;
  const shelf = createFolderJobs(client, keys);
  const opened: Redis[] = [];
  const another = (): Redis => {
    const made = redis.duplicate();
    opened.push(made);
    return made;
  };
  const ignore = (): void => undefined; // connections tell of themselves
  const queue: Queue<Ticket> = new bull.Queue(QUEUE, { connection: client, prefix: PREFIX, skipMetasUpdate: true });
  queue.on('error', ignore);
  let taker: Worker<Ticket> | null = null;
  /** Takes tickets by hand; made where something is claimed first. */
  const worker = (): Worker<Ticket> => {
    taker ??= new bull.Worker<Ticket>(QUEUE, null, {
      ...{ connection: another(), prefix: PREFIX, autorun: false, lockDuration: lease },
      // How often a job was begun is counted with the jobs.
      ...{ stalledInterval: Math.max(200, lease / STALLED_PART), maxStalledCount: Number.MAX_SAFE_INTEGER },
    }).on('error', ignore);
    return taker;
  };
  const held = new Map<string, Held>();
  let claims = 0;
  let mendAt = 0;

  const guard =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      work(...args).catch((error: unknown) => {
        throw redis.failure(error);
      });

  /** Sees to it that a folder with jobs that wait has its ticket in the queue, in its turn. */
  const wake = async (folder: string): Promise<void> => {
    const queued = (await shelf.read(folder)).filter(({ state }) => state === 'queued');
    if (queued.length === 0) return;
    const at = Date.now();
    const priority = FIRST_PRIORITY - Math.max(...queued.map((job) => job.priority));
    const due = Math.min(...queued.map(({ nextTry }) => nextTry));
    const known = await queue.getJob(ticketOf(folder));
    if (!known) {
      const kept = { removeOnComplete: true, removeOnFail: true };
      await queue.add(
        'folder',
        { folder },
        { ...kept, jobId: ticketOf(folder), priority, delay: Math.max(0, due - at) },
      );
      return;
    }
    if (known.priority !== priority) await unlessTaken(known.changePriority({ priority }));
    if (due <= at && (await known.isDelayed())) await unlessTaken(known.promote());
  };

  /** Gives a ticket back: for whoever is next, for a later time, or for good where nothing waits. */
  const rest = async (folder: string): Promise<void> => {
    const entry = held.get(folder);
    if (!entry) return;
    held.delete(folder);
    const { job, token } = entry;
    const due = (await shelf.read(folder)).filter(({ state }) => state === 'queued').map(({ nextTry }) => nextTry);
    if (due.length === 0) await unlessTaken(job.moveToCompleted(null, token, false));
    else if (Math.min(...due) > Date.now()) await unlessTaken(job.moveToDelayed(Math.min(...due), token));
    else await unlessTaken(job.moveToWait(token));
    // What was queued meanwhile found a ticket that was held.
    await wake(folder);
    await shelf.tell();
  };

  /** Changes jobs of a folder that this process holds. Null: it does not any more. */
  const inHeld = async (folder: string, rule: JobRule, quiet = false): Promise<QueueJob[] | null> => {
    const entry = held.get(folder);
    if (!entry) return null;
    const changed = await shelf.change(folder, rule, { token: entry.token, quiet });
    if (changed === null) held.delete(folder);
    return changed;
  };

  /** A job's end, and the ticket's where it was the last that ran. False: the worker no longer held it. */
  const end = async (id: string, rule: JobRule): Promise<boolean> => {
    const folder = await folderOf(id);
    if (folder === null) return false;
    const changed = await inHeld(folder, rule);
    await restIfIdle(folder);
    return changed !== null && changed.length > 0;
  };
  const restIfIdle = async (folder: string): Promise<void> => {
    if (held.has(folder) && !(await shelf.read(folder)).some(({ state }) => state === 'running')) await rest(folder);
  };

  /** Ids end with the ticket of their folder. */
  const folderOf = async (id: string): Promise<string | null> => {
    const of = (folder: string): boolean => id.endsWith(`-${ticketOf(folder)}`);
    return [...held.keys()].find(of) ?? (await shelf.names()).find(of) ?? null;
  };

  /** Changes jobs wherever they are; those that wait then have their tickets. */
  const everywhere = async (ids: readonly string[] | null, rule: JobRule): Promise<void> => {
    for (const folder of await shelf.names()) {
      if (ids !== null && !ids.some((id) => id.endsWith(`-${ticketOf(folder)}`))) continue;
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
      const jobs = await shelf.read(folder);
      const lost = jobs.some(({ state }) => state === 'queued' || state === 'running');
      if (!lost || (await queue.getJob(ticketOf(folder)))) continue;
      await shelf.change(folder, (now) => now.filter(({ state }) => state === 'running').map(toQueued));
      await wake(folder);
    }
  };

  const listeners = new Set<() => void>();
  let ear: Redis | null = null;
  const hear = (): void => {
    for (const listener of [...listeners]) listener();
  };

  return {
    enqueue: guard(async (orders: readonly NewQueueJob[], at: number) => {
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
    claim: guard(async (name: string, at: number, leaseUntil: number) => {
      for (;;) {
        claims += 1;
        const token = `${name}:${claims}`;
        const job: Job<Ticket> | undefined = await worker().getNextJob(token, { block: false });
        if (!job?.data) {
          await mend(at);
          return [];
        }
        const { folder } = job.data;
        held.set(folder, { job, token });
        const changed = await inHeld(folder, claimed(name, at, leaseUntil));
        const set = (changed ?? []).filter(({ state }) => state === 'running').sort(byTurn);
        if (set.length > 0) return set;
        await rest(folder);
      }
    }),
    nextDue: guard(async (at: number) => {
      const [delayed] = await queue.getJobs(['delayed'], 0, 0, true);
      return Math.min(at + LOOK, delayed ? delayed.timestamp + delayed.delay : Number.POSITIVE_INFINITY);
    }),
    beat: guard(async (name, beats, leaseUntil) => {
      const kept: string[] = [];
      for (const [folder, { job, token }] of [...held]) {
        const ours = beats.filter(({ id }) => id.endsWith(`-${ticketOf(folder)}`));
        if (ours.length === 0) continue;
        if ((await job.extendLock(token, Math.max(1, leaseUntil - Date.now()))) !== 1) held.delete(folder);
        else kept.push(...((await inHeld(folder, beaten(name, ours, leaseUntil), true)) ?? []).map(({ id }) => id));
      }
      return kept;
    }),
    finish: guard((id, name, path, at) => end(id, finished(id, name, path, at))),
    fail: guard((id, name, failure, retryAt, at) => end(id, failedWith(id, name, failure, retryAt, at))),
    release: guard(async (ids, name) => {
      for (const folder of [...held.keys()]) {
        const ours = ids.filter((id) => id.endsWith(`-${ticketOf(folder)}`));
        if (ours.length === 0) continue;
        await inHeld(folder, released(ours, name));
        await restIfIdle(folder);
      }
    }),
    // Names are of one life each: what another dropped is given back when its lock ends.
    recover: guard(async () => worker().startStalledCheckTimer()),

    cancel: guard((ids, at) => everywhere(ids, cancelled(ids, at))),
    pause: guard((ids) => everywhere(ids, paused(ids))),
    resume: guard((ids) => everywhere(ids, resumed(ids))),
    retry: guard((ids) => everywhere(ids, retried(ids))),
    setPriority: guard((ids, priority) => everywhere(ids, prioritized(ids, priority))),
    move: guard(async (ids, before) => {
      const all = (await shelf.all()).sort(byTurn);
      const target = all.find(({ id }) => id === before);
      const rest = all.filter(({ id }) => !ids.includes(id));
      const behind = target ? rest[rest.indexOf(target) - 1] : rest.at(-1);
      const low = behind && (!target || behind.priority === target.priority) ? behind.place : (target?.place ?? 0) - 1;
      const step = ((target?.place ?? low + ids.length + 1) - low) / (ids.length + 1);
      const places = new Map(ids.map((id, index) => [id, low + step * (index + 1)]));
      await everywhere(ids, (jobs) =>
        jobs
          .filter(({ id }) => places.has(id))
          .map((job) => ({ ...job, place: places.get(job.id)!, priority: target?.priority ?? job.priority })),
      );
      // Tickets of one priority go in the order in which they took it.
      const turns = (await shelf.all()).filter(({ state }) => state === 'queued').sort(byTurn);
      for (const folder of new Set(turns.map((job) => job.folder))) {
        const ticket = await queue.getJob(ticketOf(folder));
        if (ticket) await unlessTaken(ticket.changePriority({ priority: ticket.priority }));
      }
    }),
    clear: guard(async () => {
      for (const folder of await shelf.names())
        await shelf.change(folder, (jobs) => jobs.slice(0, 0), {
          drop: (jobs) => jobs.filter(isEnded).map(({ id }) => id),
        });
      await shelf.tell();
    }),
    list: guard(async () => {
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
        void ear.subscribe(keys.channel).catch(ignore);
      }
      return () => void listeners.delete(listener);
    },
    async close() {
      for (const each of [client, ...opened]) each.disconnect();
      await Promise.race([
        Promise.allSettled([taker?.close(true), queue.close()]),
        wait(LAST_WAIT, null, { ref: false }),
      ]);
    },
  };
};

const toQueued = (job: QueueJob): QueueJob => ({
  ...job,
  ...{ state: 'queued', worker: null, leaseUntil: null, fraction: 0, rate: null, remainingSeconds: null },
});

/** What is done to a ticket that somebody else took meanwhile is not done: it is theirs. */
const unlessTaken = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    // BullMQ's codes: the lock, the job or its state is not what was asked for.
    const { code, message } = error as { code?: unknown; message?: string };
    const theirs =
      (typeof code === 'number' && code < 0) || /is not in the .* state|Missing (lock|key)/.test(message ?? '');
    if (!theirs) throw error;
  }
};
