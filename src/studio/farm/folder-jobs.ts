import type { Redis } from 'ioredis';
import type { QueueJob } from '../../render/index.ts';
import { readJob, writeJob } from './farm-job.ts';
import type { JobRule } from './farm-rules.ts';

/**
 * Changes the jobs of a folder where nobody changed them meanwhile, and, with a token, only for who holds the folder.
 * 1: done; 0: somebody did; -1: the folder is not held with that token.
 */
const CHANGE = `
if ARGV[1] ~= '' and redis.call('GET', KEYS[2]) ~= ARGV[1] then return -1 end
for i = 4, #ARGV, 3 do
  if (redis.call('HGET', KEYS[1], ARGV[i]) or '') ~= ARGV[i + 1] then return 0 end
end
for i = 4, #ARGV, 3 do
  if ARGV[i + 2] == '' then redis.call('HDEL', KEYS[1], ARGV[i])
  else redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2]) end
end
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('SADD', KEYS[3], ARGV[2])
else redis.call('SREM', KEYS[3], ARGV[2]) end
if ARGV[3] ~= '' then redis.call('PUBLISH', ARGV[3], '') end
return 1`;

/** Jobs by the folder that they write into: what one worker works on at a time, and what is changed as a whole. */
export interface FolderJobs {
  /** Names of all folders that have jobs. */
  names(): Promise<string[]>;
  read(folder: string): Promise<QueueJob[]>;
  /** Jobs of all folders. */
  all(): Promise<QueueJob[]>;
  /**
   * Changes jobs by a rule. Returns those that it changed; null where the folder is not held with `token`. `drop`: ids to
   * forget at the same time. `quiet`: nobody is told.
   */
  change(
    folder: string,
    rule: JobRule,
    options?: { token?: string; drop?(jobs: readonly QueueJob[]): string[]; quiet?: boolean },
  ): Promise<QueueJob[] | null>;
  /** Tells everybody that something changed. */
  tell(): Promise<void>;
  /** Numbers for so many jobs, the first of them: each higher than all before. */
  places(count: number): Promise<number>;
}

/** Where things are in a Redis. `lock`: the key that says who holds a folder. */
export interface FarmKeys {
  readonly jobs: (folder: string) => string;
  readonly lock: (folder: string) => string;
  readonly folders: string;
  readonly places: string;
  readonly channel: string;
}

export const createFolderJobs = (redis: Redis, keys: FarmKeys): FolderJobs => {
  const raw = (folder: string): Promise<Record<string, string>> => redis.hgetall(keys.jobs(folder));
  return {
    names: () => redis.smembers(keys.folders),
    read: async (folder) => Object.values(await raw(folder)).map(readJob),
    async all() {
      const names = await redis.smembers(keys.folders);
      const found = await Promise.all(names.map((folder) => redis.hvals(keys.jobs(folder))));
      return found.flat().map(readJob);
    },
    async change(folder, rule, { token = '', drop = () => [], quiet = false } = {}) {
      for (;;) {
        const before = await raw(folder);
        const jobs = Object.values(before).map(readJob);
        const after = rule(jobs);
        const gone = drop(jobs).filter((id) => !after.some((job) => job.id === id));
        if (after.length + gone.length === 0 && token === '') return [];
        const steps = [
          ...after.flatMap((job) => [job.id, before[job.id] ?? '', writeJob(job)]),
          ...gone.flatMap((id) => [id, before[id] ?? '', '']),
        ];
        const touched = [keys.jobs(folder), keys.lock(folder), keys.folders];
        const told = quiet || steps.length === 0 ? '' : keys.channel;
        const done = await redis.eval(CHANGE, touched.length, ...touched, token, folder, told, ...steps);
        if (done === 1) return after;
        if (done === -1) return null;
      }
    },
    async tell() {
      await redis.publish(keys.channel, '');
    },
    places: async (count) => (await redis.incrby(keys.places, count)) - count + 1,
  };
};
