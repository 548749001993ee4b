import { afterAll, beforeAll } from 'vitest';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';
import { openReader, type Reader } from './publishing.ts';
import { createReleaseFolder, type ReleaseFolder } from './release-folder.ts';
import { type S3Server, startS3Server } from './s3-server.ts';

/** What a test publishes with. All but the folder is there while its tests run. */
export interface Desk {
  readonly folder: ReleaseFolder;
  server: S3Server;
  /** Before the server. */
  proxy: CuttingProxy;
  reader: Reader;
}

/** A store with these buckets, for the tests of a `describe`. */
export const useDesk = (...buckets: readonly string[]): Desk => {
  const desk = { folder: createReleaseFolder() } as Desk;
  beforeAll(async () => {
    desk.server = await startS3Server(...buckets);
    desk.proxy = await startCuttingProxy(desk.server.port);
    desk.reader = openReader(desk.server.port);
  });
  afterAll(async () => {
    desk.reader.close();
    await desk.proxy.close();
    await desk.server.close();
    desk.folder.remove();
  });
  return desk;
};
