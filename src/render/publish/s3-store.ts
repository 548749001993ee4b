import { createHash } from 'node:crypto';
import { piecesOf } from './file-pieces.ts';
import { createLanes } from './lanes.ts';
import { MANIFEST } from './release.ts';
import type { ReleaseFile, ReleaseStore, StagedFile, StoredFile } from './release-store.ts';
import { isMissing } from './s3-failure.ts';
import { type ObjectHeaders, partSize, stageInParts } from './s3-parts.ts';
import { openS3Place, type S3Address, type S3Credentials, type S3Patience, type S3Place } from './s3-place.ts';

/** Parts and files on their way at once: with these, one connection's round trips cost nothing. */
const LANES = 4;

/** An S3-compatible store: Amazon S3, Cloudflare R2, MinIO and their like. */
export const openS3Store = async (
  address: S3Address,
  credentials: S3Credentials,
  patience: S3Patience = {},
): Promise<ReleaseStore> => {
  const place = await openS3Place(address, credentials, createLanes(LANES), patience);
  const { sdk, bucket, key, call } = place;
  const prefix = key('');
  return {
    place: `s3://${bucket}${address.prefix === '' ? '' : `/${address.prefix}`}`,
    async list(signal) {
      const found: StoredFile[] = [];
      for (let token: string | undefined; ; ) {
        const { Contents, NextContinuationToken } = await call(signal, (client, options) =>
          client.send(
            new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
            options,
          ),
        );
        for (const { Key = '', Size = 0 } of Contents ?? []) {
          if (Key.length > prefix.length && !Key.endsWith('/'))
            found.push({ name: Key.slice(prefix.length), bytes: Size });
        }
        if (!NextContinuationToken) return found;
        token = NextContinuationToken;
      }
    },
    hash: (name, signal) =>
      orNull(place, async () => {
        const head = await place.ask(signal, (client, options) =>
          client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key(name) }), options),
        );
        return head.Metadata?.sha256 ?? null;
      }),
    read: (name, signal) =>
      orNull(place, () =>
        place.ask(signal, async (client, options) => {
          const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key(name) }), options);
          return Body!.transformToByteArray();
        }),
      ),
    open: (name, signal) =>
      orNull(place, () =>
        place.ask(signal, async (client, options) => {
          const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key(name) }), options);
          return piecesIn(place, Body as AsyncIterable<Uint8Array>);
        }),
      ),
    stage(file, options) {
      const headers = headersOf(file);
      const whole = file.bytes <= partSize(file.bytes);
      if (file.bytes === 0 && options.replaces) {
        // No part may be empty: it is sent when it takes its name.
        return Promise.resolve({ commit: (signal) => put(place, file, headers, signal), discard: nothing });
      }
      if (!whole || options.replaces) return stageInParts(place, file, headers, options);
      return put(place, file, headers, options.signal).then((): StagedFile => {
        options.onBytes(file.bytes, 'sent');
        return { commit: nothing, discard: nothing };
      });
    },
    async remove(name, signal) {
      await call(signal, (client, options) =>
        client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key(name) }), options),
      );
    },
    close: () => place.client.destroy(),
  };
};

/** What comes of an object, with what cuts it off in words. */
async function* piecesIn(place: S3Place, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw place.failure(error);
  }
}

const nothing = async (): Promise<void> => undefined;

/** Names are used again by the next export: what says which files there are is asked for anew by whoever kept it. */
const headersOf = ({ name, type, sha256 }: ReleaseFile): ObjectHeaders => ({
  ContentType: type,
  ...(name === MANIFEST || name.endsWith('.json') ? { CacheControl: 'no-cache' } : {}),
  Metadata: { sha256 },
});

/** Sends a small file in one request: a store takes all of it, or nothing. */
const put = async (place: S3Place, file: ReleaseFile, headers: ObjectHeaders, signal: AbortSignal): Promise<void> => {
  const giveBack = await place.lanes.take(signal).catch((error: unknown) => {
    throw place.failure(error);
  });
  try {
    let body: Buffer = Buffer.alloc(0);
    for await (const piece of piecesOf(file, Math.max(1, file.bytes), signal)) body = piece;
    const md5 = createHash('md5').update(body).digest('base64');
    await place.call(signal, (client, options) =>
      client.send(
        new place.sdk.PutObjectCommand({
          ...{ Bucket: place.bucket, Key: place.key(file.name), ...headers },
          ...{ Body: body, ContentLength: body.length, ContentMD5: md5 },
        }),
        options,
      ),
    );
  } finally {
    giveBack();
  }
};

const orNull = async <T>(place: S3Place, work: () => Promise<T | null>): Promise<T | null> => {
  try {
    return await work();
  } catch (error) {
    if (isMissing(error)) return null;
    throw place.failure(error);
  }
};
