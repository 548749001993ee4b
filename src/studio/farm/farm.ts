import type { ExportJob, PublishTarget } from '../../contract/index.ts';
import type { JobStore, ReleaseStore, S3Patience } from '../../render/index.ts';
import { toJob } from '../export-queue-telling.ts';
import { openTarget } from '../publish-target.ts';
import type { Secrets } from '../secrets.ts';
import { openFarmStore } from './farm-store.ts';
import { openRedis } from './open-redis.ts';
import { type RedisAddress, redisCredentials } from './redis-address.ts';

/** Which queue machines share. */
export interface FarmRequest {
  readonly redis: RedisAddress;
  /** A worker that was not heard of for so long is taken for gone. Milliseconds, over 2,000. Default 30 s. */
  readonly lease?: number;
}

export interface FarmHost {
  readonly secrets: Secrets;
  /** Hears that Redis was lost, or is back. */
  readonly onConnection?: (up: boolean) => void;
}

/** The queue that machines share. */
export interface Farm {
  readonly store: JobStore;
  /** The jobs as they are told; each goes to a name in the store, or has an address there. */
  jobs(): Promise<ExportJob[]>;
  /** What a person had better change in that Redis; null: nothing. */
  readonly advice: string | null;
  close(): Promise<void>;
}

export const LEASE = 30_000;

/** Connects to the queue that machines share. Throws `queue-unreachable` or `credentials-refused`. */
export const openFarm = async ({ redis, lease = LEASE }: FarmRequest, host: FarmHost): Promise<Farm> => {
  const opened = await openRedis(redis, await redisCredentials(host.secrets), host.onConnection);
  const store = await openFarmStore(opened, lease);
  return {
    ...{ store, advice: opened.advice, close: store.close },
    async jobs() {
      const at = Date.now();
      const told = (await store.list()).map((job) => ({ job, path: job.made ?? `${job.folder}/${job.file}` }));
      return told.map(({ job, path }) => ({ ...toJob(job, undefined, at), path }));
    },
  };
};

/** Opens a place below a target. `folder`: with `/` between names; empty: the target itself. */
export const openBelow = (
  target: PublishTarget,
  folder: string,
  secrets: Secrets,
  patience?: S3Patience,
): Promise<ReleaseStore> => {
  const join = (path: string): string => [path.replace(/\/+$/, ''), folder].filter(Boolean).join('/');
  const below =
    target.kind === 's3' ? { ...target, prefix: join(target.prefix) } : { ...target, folder: join(target.folder) };
  return openTarget(below, secrets, patience);
};
