import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  besideOthers,
  lookAtStore,
  openS3Store,
  type Published,
  planRelease,
  publishRelease,
  type ReleasePlan,
  type ReleaseStore,
  readRelease,
  type S3Patience,
  type TransferProgress,
} from '../../../src/render/index.ts';
import { KEYS } from './s3-server.ts';

const never = new AbortController().signal;

/** The store of a test, by way of a port: the server's, or a proxy's. */
export const storeAt = (port: number, prefix: string, patience: S3Patience = {}): Promise<ReleaseStore> =>
  openS3Store(
    { endpoint: `http://127.0.0.1:${port}`, region: 'auto', bucket: 'mixes', prefix, pathStyle: true },
    KEYS,
    { firstWait: 20, ...patience },
  );

export interface Publishing {
  readonly signal?: AbortSignal;
  readonly removeOld?: boolean;
  readonly onProgress?: (progress: TransferProgress) => void;
}

/** Plans and publishes a folder, as the studio does. */
export const publish = async (
  folder: string,
  store: ReleaseStore,
  { signal = never, removeOld = false, onProgress = () => undefined }: Publishing = {},
): Promise<Published & { plan: ReleasePlan }> => {
  const release = await besideOthers(await readRelease(folder), store, signal);
  const plan = planRelease(release, await lookAtStore(store, release, signal));
  const options = { signal, removeOld, onProgress, clock: () => performance.now() };
  return { ...(await publishRelease(plan, store, options)), plan };
};

/** Who looks at the store from outside. */
export const openReader = (port: number) => {
  const client = new S3Client({
    ...{ endpoint: `http://127.0.0.1:${port}`, region: 'auto', forcePathStyle: true, credentials: KEYS },
  });
  return {
    async names(prefix: string): Promise<string[]> {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'mixes', Prefix: `${prefix}/` }));
      return Contents.map(({ Key }) => Key!.slice(prefix.length + 1)).sort();
    },
    async get(key: string) {
      const answer = await client.send(new GetObjectCommand({ Bucket: 'mixes', Key: key }));
      const content = Buffer.from(await answer.Body!.transformToByteArray());
      return { content, type: answer.ContentType, cache: answer.CacheControl, sha256: answer.Metadata?.sha256 };
    },
    close: () => client.destroy(),
  };
};
export type Reader = ReturnType<typeof openReader>;
