import { createHash } from 'node:crypto';
import { CueforgeError } from '../../model/index.ts';
import { piecesOf } from './file-pieces.ts';
import type { ReleaseFile, StagedFile, StageOptions } from './release-store.ts';
import { isMissing, isRefused, isUnknownToStore } from './s3-failure.ts';
import type { S3Place } from './s3-place.ts';

/** Stores refuse parts under 5 MiB, but for the last. Bytes. */
const PART = 8 << 20;
/** Stores take 10,000 parts. */
const MOST_PARTS = 9_000;
const MEBIBYTE = 1 << 20;

/** Size of all parts of a file but the last; the same for the same file, so that another process can go on. Bytes. */
export const partSize = (bytes: number): number => Math.max(PART, Math.ceil(bytes / MOST_PARTS / MEBIBYTE) * MEBIBYTE);

/** What an object is given besides its content. */
export interface ObjectHeaders {
  readonly ContentType: string;
  readonly CacheControl?: string;
  readonly Metadata: Record<string, string>;
}

interface Part {
  readonly PartNumber: number;
  readonly ETag: string;
}

interface Upload {
  readonly id: string;
  /** Parts that are there, by number. */
  readonly there: ReadonlyMap<number, Part & { readonly size: number }>;
}

/**
 * Sends a file in parts. Parts that an earlier run sent, of the same bytes, are not sent again; nothing has the file's
 * name before `commit`.
 */
export const stageInParts = async (
  place: S3Place,
  file: ReleaseFile,
  headers: ObjectHeaders,
  { signal, onBytes }: StageOptions,
): Promise<StagedFile> => {
  const key = place.key(file.name);
  const send = async (upload: Upload): Promise<{ id: string; parts: Part[] }> => {
    let counted = 0;
    try {
      const parts = await sendParts(place, file, key, upload, signal, (bytes, how) => {
        counted += bytes;
        onBytes(bytes, how);
      });
      return { id: upload.id, parts };
    } catch (error) {
      onBytes(-counted, 'kept');
      // Its parts are of no use to anybody.
      if (error instanceof CueforgeError && error.failure.code === 'file-changed') await abort(place, key, upload.id);
      throw error;
    }
  };
  const anew = async (within: AbortSignal): Promise<Upload> => ({
    id: await create(place, key, headers, within),
    there: new Map(),
  });
  const inWords = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw place.failure(error);
    }
  };

  let staged = await inWords(async () => {
    const begun = await findUpload(place, key, signal);
    if (begun === null) return send(await anew(signal));
    return send(begun).catch(async (error: unknown) => {
      if (!isMissing(error)) throw error;
      return send(await anew(signal)); // somebody else ended it meanwhile
    });
  });
  return {
    commit: (within) =>
      inWords(async () => {
        await complete(place, key, staged, within);
        if (await isThere(place, key, file, within)) return;
        // The upload that was gone on with was begun for another content of that name: it says so in its headers.
        staged = await send(await anew(within));
        await complete(place, key, staged, within);
        if (await isThere(place, key, file, within)) return;
        throw new CueforgeError('store-failed', `${file.name} was sent, and the store does not have it as it was sent`);
      }),
    // What is there already is gone on with by the next run.
    discard: async () => undefined,
  };
};

const create = async (place: S3Place, key: string, headers: ObjectHeaders, signal: AbortSignal): Promise<string> => {
  const { UploadId } = await place.ask(signal, (client, options) =>
    client.send(new place.sdk.CreateMultipartUploadCommand({ Bucket: place.bucket, Key: key, ...headers }), options),
  );
  return UploadId!;
};

/** The newest upload of that name that was not ended, with what was sent of it. */
const findUpload = async (place: S3Place, key: string, signal: AbortSignal): Promise<Upload | null> => {
  try {
    const { Uploads = [] } = await place.ask(signal, (client, options) =>
      client.send(new place.sdk.ListMultipartUploadsCommand({ Bucket: place.bucket, Prefix: key }), options),
    );
    const [newest] = Uploads.filter((each) => each.Key === key && each.UploadId).sort(
      (a, b) => (b.Initiated?.getTime() ?? 0) - (a.Initiated?.getTime() ?? 0),
    );
    return newest ? { id: newest.UploadId!, there: await listParts(place, key, newest.UploadId!, signal) } : null;
  } catch (error) {
    // A store that cannot tell what was begun, or may not tell these keys, is sent all of it.
    if (isMissing(error) || isUnknownToStore(error) || isRefused(error)) return null;
    throw error;
  }
};

const listParts = async (place: S3Place, key: string, id: string, signal: AbortSignal): Promise<Upload['there']> => {
  const there = new Map<number, Part & { size: number }>();
  for (let marker: string | undefined; ; ) {
    const { Parts, IsTruncated, NextPartNumberMarker } = await place.ask(signal, (client, options) =>
      client.send(
        new place.sdk.ListPartsCommand({ Bucket: place.bucket, Key: key, UploadId: id, PartNumberMarker: marker }),
        options,
      ),
    );
    for (const { PartNumber, ETag, Size } of Parts ?? []) {
      if (PartNumber && ETag) there.set(PartNumber, { PartNumber, ETag, size: Size ?? -1 });
    }
    if (!IsTruncated || !NextPartNumberMarker || NextPartNumberMarker === marker) return there;
    marker = NextPartNumberMarker;
  }
};

/** Sends what is not there, several parts at once. Ends when all of it ended, also where it fails. */
const sendParts = async (
  place: S3Place,
  file: ReleaseFile,
  key: string,
  { id, there }: Upload,
  signal: AbortSignal,
  onBytes: StageOptions['onBytes'],
): Promise<Part[]> => {
  const parts: Part[] = [];
  const running = new Set<Promise<void>>();
  const stop = new AbortController();
  const cancel = (): void => stop.abort();
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
    stop.abort();
  };
  const sendPart = async (number: number, body: Buffer, md5: Buffer, giveBack: () => void): Promise<void> => {
    try {
      const { ETag } = await place.ask(stop.signal, (client, options) =>
        client.send(
          new place.sdk.UploadPartCommand({
            ...{ Bucket: place.bucket, Key: key, UploadId: id, PartNumber: number },
            ...{ Body: body, ContentLength: body.length, ContentMD5: md5.toString('base64') },
          }),
          options,
        ),
      );
      parts.push({ PartNumber: number, ETag: ETag! });
      onBytes(body.length, 'sent');
    } catch (error) {
      fail(error);
    } finally {
      giveBack();
    }
  };

  try {
    let number = 0;
    for await (const piece of piecesOf(file, partSize(file.bytes), stop.signal)) {
      number += 1;
      const md5 = createHash('md5').update(piece).digest();
      const known = there.get(number);
      if (known?.size === piece.length && known.ETag.replaceAll('"', '') === md5.toString('hex')) {
        parts.push({ PartNumber: number, ETag: known.ETag });
        onBytes(piece.length, 'kept');
        continue;
      }
      const sending = sendPart(number, piece, md5, await place.lanes.take(stop.signal));
      running.add(sending);
      void sending.then(() => running.delete(sending));
    }
  } catch (error) {
    fail(error);
  }
  await Promise.all(running);
  signal.removeEventListener('abort', cancel);
  if (failures.length > 0) throw failures[0];
  return parts.sort((a, b) => a.PartNumber - b.PartNumber);
};

const complete = async (
  place: S3Place,
  key: string,
  { id, parts }: { id: string; parts: Part[] },
  signal: AbortSignal,
): Promise<void> => {
  try {
    await place.ask(signal, (client, options) =>
      client.send(
        new place.sdk.CompleteMultipartUploadCommand({
          ...{ Bucket: place.bucket, Key: key, UploadId: id },
          MultipartUpload: { Parts: parts },
        }),
        options,
      ),
    );
  } catch (error) {
    // The answer to an earlier try may have been lost: whether it succeeded is seen in the object.
    if (!isMissing(error)) throw error;
  }
};

const isThere = async (place: S3Place, key: string, file: ReleaseFile, signal: AbortSignal): Promise<boolean> => {
  try {
    const { ContentLength, Metadata } = await place.ask(signal, (client, options) =>
      client.send(new place.sdk.HeadObjectCommand({ Bucket: place.bucket, Key: key }), options),
    );
    return ContentLength === file.bytes && Metadata?.sha256 === file.sha256;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
};

const abort = async (place: S3Place, key: string, id: string): Promise<void> => {
  await place.client
    .send(new place.sdk.AbortMultipartUploadCommand({ Bucket: place.bucket, Key: key, UploadId: id }))
    .catch(() => undefined); // it costs space until the store forgets it; what failed is said
};
