import { createHash } from 'node:crypto';
import type { Job, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';

/** A ticket to work in a folder: what a job of BullMQ is here. There is one for every folder with jobs that wait. */
interface Ticket {
  readonly folder: string;
}

/** How urgent a folder is. */
export interface Urgency {
  /** -100..100, higher goes first. */
  readonly priority: number;
  /** Not before; milliseconds since 1970. */
  readonly due: number;
}

/**
 * Who works in which folder, as BullMQ keeps it: tickets wait, are held by one worker each for as long as it renews them,
 * and go to another once it does not.
 */
export interface FolderTickets {
  /** Takes the ticket that is next; null: none waits. `holder` names who takes it. */
  take(holder: string): Promise<string | null>;
  /** Folders whose tickets are held here. */
  held(): string[];
  /** What says that a folder's ticket is held here; null: it is not. */
  token(folder: string): string | null;
  /** Holds a ticket for so many milliseconds more. False: it is another's by now. */
  renew(folder: string, milliseconds: number): Promise<boolean>;
  /** The ticket is another's by now. */
  lose(folder: string): void;
  /** Gives a ticket back for whoever is next, or for later; null: for good. */
  giveBack(folder: string, due: number | null): Promise<void>;
  /** Whether a folder has a ticket, whoever holds it. */
  exists(folder: string): Promise<boolean>;
  /** Makes a folder's ticket where there is none, and has it wait in its turn. One that is held stays held. */
  offer(folder: string, urgency: Urgency): Promise<void>;
  /** Puts waiting tickets behind the others of their priority. */
  putBehind(folder: string): Promise<void>;
  /** When the first ticket that waits for a time is due; null: none waits for a time. */
  nextDue(): Promise<number | null>;
  /** Begins to look for tickets whose holder died. */
  guard(): Promise<void>;
  close(): Promise<void>;
}

/** Names a folder in keys. */
export const ticketOf = (folder: string): string => createHash('sha256').update(folder).digest('hex').slice(0, 16);

/** Priorities as BullMQ counts them: lower goes first, and 1 is the first. */
const FIRST_PRIORITY = 101;
/** How often it is looked for holders that died, as a part of the lease. */
const STALLED_PART = 3;

/** `lease`: milliseconds that a ticket is held without being renewed. `duplicate`: another connection. */
export const openFolderTickets = async (
  client: Redis,
  duplicate: () => Redis,
  { prefix, name, lease }: { readonly prefix: string; readonly name: string; readonly lease: number },
): Promise<FolderTickets> => {
  const bull = await import('bullmq');
  const ignore = (): void => undefined; // connections tell of themselves
  const queue: Queue<Ticket> = new bull.Queue(name, { connection: client, prefix, skipMetasUpdate: true });
  queue.on('error', ignore);
  let made: Worker<Ticket> | null = null;
  /** Takes tickets by hand; made where one is taken first. */
  const worker = (): Worker<Ticket> => {
    made ??= new bull.Worker<Ticket>(name, null, {
      ...{ connection: duplicate(), prefix, autorun: false, lockDuration: lease },
      // How often a job was begun is counted with the jobs.
      ...{ stalledInterval: Math.max(200, lease / STALLED_PART), maxStalledCount: Number.MAX_SAFE_INTEGER },
    }).on('error', ignore);
    return made;
  };
  const held = new Map<string, { readonly job: Job<Ticket>; readonly token: string }>();
  let taken = 0;

  return {
    async take(holder) {
      for (;;) {
        taken += 1;
        const token = `${holder}:${taken}`;
        const job: Job<Ticket> | undefined = await worker().getNextJob(token, { block: false });
        if (!job) return null;
        if (isWhole(job)) {
          held.set(job.data.folder, { job, token });
          return job.data.folder;
        }
        await unlessTaken(job.moveToCompleted(null, token, false));
        await unlessTaken(job.remove());
      }
    },
    held: () => [...held.keys()],
    token: (folder) => held.get(folder)?.token ?? null,
    async renew(folder, milliseconds) {
      const entry = held.get(folder);
      const renewed = entry && (await entry.job.extendLock(entry.token, Math.max(1, milliseconds)));
      if (renewed !== 1) held.delete(folder);
      return renewed === 1;
    },
    lose: (folder) => void held.delete(folder),
    async giveBack(folder, due) {
      const entry = held.get(folder);
      if (!entry) return;
      held.delete(folder);
      const { job, token } = entry;
      if (due === null) await unlessTaken(job.moveToCompleted(null, token, false));
      else if (due > Date.now()) await unlessTaken(job.moveToDelayed(due, token));
      else await unlessTaken(job.moveToWait(token));
    },
    async exists(folder) {
      const found = await queue.getJob(ticketOf(folder));
      return Boolean(found && isWhole(found));
    },
    async offer(folder, urgency) {
      const priority = FIRST_PRIORITY - urgency.priority;
      const delay = Math.max(0, urgency.due - Date.now());
      const found = await queue.getJob(ticketOf(folder));
      const known = found && isWhole(found) ? found : null;
      if (found && !known) await unlessTaken(found.remove());
      if (!known) {
        const kept = { removeOnComplete: true, removeOnFail: true };
        await queue.add('folder', { folder }, { ...kept, jobId: ticketOf(folder), priority, delay });
        return;
      }
      if (known.priority !== priority) await unlessTaken(known.changePriority({ priority }));
      if (delay === 0 && (await known.isDelayed())) await unlessTaken(known.promote());
    },
    async putBehind(folder) {
      const ticket = await queue.getJob(ticketOf(folder));
      if (ticket) await unlessTaken(ticket.changePriority({ priority: ticket.priority }));
    },
    async nextDue() {
      const [delayed] = await queue.getJobs(['delayed'], 0, 0, true);
      return delayed ? delayed.timestamp + delayed.delay : null;
    },
    guard: () => worker().startStalledCheckTimer(),
    async close() {
      await Promise.allSettled([made?.close(true), queue.close()]);
    },
  };
};

/**
 * A ticket that was given back twice, because the word that it had been was lost with the connection, leaves a shadow in
 * BullMQ's lists: a count of how often it stalled, and nothing else. It would be taken again and again.
 */
const isWhole = ({ data }: Job<Ticket>): boolean => typeof data?.folder === 'string';

/** What is done to a ticket that somebody else took meanwhile is not done: it is theirs. */
const unlessTaken = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    // BullMQ's codes: the lock, the job or its state is not what was asked for.
    const { code, message = '' } = error as { code?: unknown; message?: string };
    const theirs =
      (typeof code === 'number' && code < 0) ||
      /is not in the .* state|Missing (lock|key)|could not be removed/.test(message);
    if (!theirs) throw error;
  }
};
