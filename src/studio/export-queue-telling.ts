import { join } from 'node:path';
import type { ExportJob, ExportProgress } from '../contract/index.ts';
import { CueforgeError } from '../model/index.ts';
import type { JobStore, QueueJob, QueueRunner } from '../render/index.ts';
import type { EventHub } from './event-hub.ts';

/** What changed is told at most this often. Milliseconds. */
const INTERVAL = 200;

/** Gathers what changed into at most five events a second. */
export const createTelling = (hub: EventHub, progressNow: () => ReturnType<QueueRunner['progress']>) => {
  const progressed = new Set<string>();
  let [list, matrix] = [false, false];
  let timer: NodeJS.Timeout | null = null;
  const tell = (): void => {
    timer = null;
    const all = progressNow();
    const progress = [...progressed].flatMap((id): ExportProgress[] => {
      const found = all.get(id);
      return found ? [{ id, ...onlyProgress(found) }] : [];
    });
    hub.emit('exports.changed', { progress, list, matrix });
    progressed.clear();
    [list, matrix] = [false, false];
  };
  const soon = (): void => {
    timer ??= setTimeout(tell, INTERVAL);
  };
  return {
    progressed(id: string): void {
      progressed.add(id);
      soon();
    },
    changed(): void {
      [list, matrix] = [true, true];
      soon();
    },
    stale(): void {
      matrix = true;
      soon();
    },
    close(): void {
      if (timer) clearTimeout(timer);
    },
  };
};

const onlyProgress = ({
  fraction,
  rate,
  remainingSeconds,
}: Omit<ExportProgress, 'id'>): Omit<ExportProgress, 'id'> => ({
  ...{ fraction, rate, remainingSeconds },
});

/** A job as it is told; `newer`: how far it is, where that is known better than in the store. */
export const toJob = (job: QueueJob, newer: Omit<ExportProgress, 'id'> | undefined, at: number): ExportJob => ({
  ...{ id: job.id, workout: job.workout, variant: job.variant, format: job.format, preset: job.preset },
  ...{ path: job.made ?? join(job.folder, job.file), state: job.state, priority: job.priority, attempts: job.attempts },
  nextTry: job.state === 'queued' && job.nextTry > at ? job.nextTry : null,
  ...onlyProgress(newer ?? job),
  failure: job.failure,
  ...{ addedAt: job.addedAt, startedAt: job.startedAt, endedAt: job.endedAt },
});

/** Throws `job-missing` unless there is every one of these. */
export const checkJobs = async (store: JobStore, ids: readonly string[] | null): Promise<void> => {
  const known = new Set((await store.list()).map(({ id }) => id));
  const missing = ids?.find((id) => !known.has(id));
  if (missing !== undefined)
    throw new CueforgeError('job-missing', 'There is no such export any more', { id: missing });
};
