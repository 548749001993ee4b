import { z } from 'zod';
import { CueforgeError } from '../../model/index.ts';
import type { QueueJob } from '../../render/index.ts';

const time = z.number().nullable();

/** A job as it is kept in Redis. */
const farmJob = z.object({
  ...{ id: z.string(), workout: z.string(), variant: z.string(), format: z.string(), preset: z.string() },
  ...{ folder: z.string(), file: z.string(), recipe: z.unknown(), batch: z.string() },
  state: z.enum(['queued', 'running', 'paused', 'done', 'failed', 'cancelled']),
  ...{ priority: z.number(), place: z.number(), attempts: z.number(), nextTry: z.number() },
  ...{ fraction: z.number(), rate: z.number().nullable(), remainingSeconds: z.number().nullable() },
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  ...{ made: z.string().nullable(), worker: z.string().nullable() },
  ...{ leaseUntil: time, addedAt: z.number(), startedAt: time, endedAt: time },
});

/** Reads what is kept of a job. Throws `queue-unreachable` where that is none of ours. */
export const readJob = (text: string): QueueJob => {
  try {
    return farmJob.parse(JSON.parse(text)) as QueueJob;
  } catch {
    throw new CueforgeError(
      'queue-unreachable',
      'The queue in that Redis holds jobs that this version of Cueforge does not read: another version keeps its jobs there',
    );
  }
};

export const writeJob = (job: QueueJob): string => JSON.stringify(job);
