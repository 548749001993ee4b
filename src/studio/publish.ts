import { resolve } from 'node:path';
import type { PublishPlan, PublishTarget } from '../contract/index.ts';
import { CueforgeError } from '../model/index.ts';
import {
  besideOthers,
  lookAtStore,
  type Published,
  planRelease,
  publishRelease,
  type ReleasePlan,
  type ReleaseStore,
  readRelease,
  type S3Patience,
  type TransferProgress,
} from '../render/index.ts';
import { openTarget } from './publish-target.ts';
import type { Secrets } from './secrets.ts';

export interface PublishRequest {
  /** A folder of exports. */
  readonly folder: string;
  readonly target: PublishTarget;
}

export interface PublishHost {
  readonly secrets: Secrets;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly patience?: S3Patience;
}

/** What was published, and how it stood before. */
export interface PublishResult extends Published {
  readonly plan: PublishPlan;
}

/** What publishing would do; touches nothing. */
export const planPublish = (request: PublishRequest, host: PublishHost, signal: AbortSignal): Promise<PublishPlan> =>
  withPlan(request, host, signal, async (plan, { place }) => toldPlan(plan, place));

/** Publishes a folder of exports. What it fails at is gone on with when it is called again. */
export const publishFolder = (
  request: PublishRequest,
  host: PublishHost,
  options: {
    readonly removeOld: boolean;
    readonly signal: AbortSignal;
    readonly onPlan?: (plan: PublishPlan) => void;
    readonly onProgress: (progress: TransferProgress) => void;
  },
): Promise<PublishResult> =>
  withPlan(request, host, options.signal, async (plan, store) => {
    const told = toldPlan(plan, store.place);
    options.onPlan?.(told);
    return { ...(await publishRelease(plan, store, { ...options, clock: host.clock })), plan: told };
  });

const withPlan = async <T>(
  { folder, target }: PublishRequest,
  { secrets, patience }: PublishHost,
  signal: AbortSignal,
  work: (plan: ReleasePlan, store: ReleaseStore) => Promise<T>,
): Promise<T> => {
  if (target.kind === 'folder' && resolve(target.folder) === resolve(folder)) {
    throw new CueforgeError('bad-argument', `${resolve(folder)} cannot be published to itself`);
  }
  const made = await readRelease(folder);
  const store = await openTarget(target, secrets, patience);
  try {
    const release = await besideOthers(made, store, signal);
    return await work(planRelease(release, await lookAtStore(store, release, signal)), store);
  } finally {
    store.close();
  }
};

const toldPlan = ({ files, old, foreign, bytes }: ReleasePlan, place: string): PublishPlan => ({
  ...{ place, old: [...old], foreign: [...foreign], bytes },
  files: files.map(({ file, action }) => ({ name: file.name, bytes: file.bytes, action })),
});
