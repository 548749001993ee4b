import { randomUUID } from 'node:crypto';
import type { LibraryExports } from '../library/index.ts';
import { type JobStore, MOST_CRASHES, type QueueJob } from '../render/index.ts';

/** The queue of exports in a library: it is there again after a crash. Everyone who is to hear of changes asks this store. */
export const createLibraryJobStore = (library: LibraryExports): JobStore => {
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const ifAny = (changes: number): void => {
    if (changes > 0) changed();
  };
  return {
    async enqueue(orders, at) {
      const jobs = library.add(
        orders.map((order) => ({ ...order, id: randomUUID() })),
        at,
      );
      if (jobs.length > 0) changed();
      return jobs as QueueJob[];
    },
    async claim(worker, at, leaseUntil) {
      ifAny(library.recover(null, MOST_CRASHES, at));
      const jobs = library.claim(worker, at, leaseUntil);
      if (jobs.length > 0) changed();
      return jobs as QueueJob[];
    },
    nextDue: async (at) => library.nextDue(at),
    beat: async (worker, beats, leaseUntil) => library.beat(worker, beats, leaseUntil),
    async finish(id, worker, path, at) {
      const kept = library.finish(id, worker, path, at);
      if (kept) changed();
      return kept;
    },
    async fail(id, worker, failure, retryAt, at) {
      const kept = library.fail(id, worker, failure, retryAt, at);
      if (kept) changed();
      return kept;
    },
    async release(ids, worker) {
      library.release(ids, worker);
      changed();
    },
    recover: async (worker, at) => ifAny(library.recover(worker, MOST_CRASHES, at)),
    cancel: async (ids, at) => ifAny(library.cancel(ids, at)),
    pause: async (ids) => ifAny(library.pause(ids)),
    resume: async (ids) => ifAny(library.resume(ids)),
    retry: async (ids) => ifAny(library.retry(ids)),
    async move(ids, before) {
      library.move(ids, before);
      changed();
    },
    setPriority: async (ids, priority) => ifAny(library.setPriority(ids, priority)),
    clear: async () => ifAny(library.clear()),
    list: async () => library.jobs() as QueueJob[],
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
