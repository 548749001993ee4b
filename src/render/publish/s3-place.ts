import type * as sdk from '@aws-sdk/client-s3';
import type { CueforgeError } from '../../model/index.ts';
import type { Lanes } from './lanes.ts';
import { withRetry } from './retry.ts';
import { mayHelp, s3Failure } from './s3-failure.ts';

export type S3Sdk = typeof sdk;

/** Keys, or an AWS profile of this machine; `profile` null: what the SDK finds by itself. */
export type S3Credentials =
  | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
  | { readonly profile: string | null };

export interface S3Address {
  /** Null: Amazon's own. */
  readonly endpoint: string | null;
  /** `auto` for R2. */
  readonly region: string;
  readonly bucket: string;
  /** Before every name; without slashes at its ends. May be empty. */
  readonly prefix: string;
  /** The bucket in the path instead of the host's name: MinIO and most of those on own machines. */
  readonly pathStyle: boolean;
}

export interface S3Patience {
  /** Tries of one request. Default 7. */
  readonly tries?: number;
  /** Milliseconds before the second try. Default 400. */
  readonly firstWait?: number;
  /** Milliseconds without a byte until a request is given up. Default 60 s. */
  readonly silence?: number;
}

/** What every request to one bucket needs. */
export interface S3Place {
  readonly sdk: S3Sdk;
  readonly client: sdk.S3Client;
  readonly bucket: string;
  readonly key: (name: string) => string;
  /** Parts and small files on their way. */
  readonly lanes: Lanes;
  /** Asks, and again where that may help; other failures are thrown as the SDK throws them. */
  ask<T>(
    signal: AbortSignal,
    request: (client: sdk.S3Client, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T>;
  /** As `ask`, with failures in words. */
  call<T>(
    signal: AbortSignal,
    request: (client: sdk.S3Client, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T>;
  failure(error: unknown): CueforgeError;
}

const LONGEST_WAIT = 15_000;
/** Tries of a first request. */
const FIRST_TRIES = 3;

export const openS3Place = async (
  { endpoint, region, bucket, prefix, pathStyle }: S3Address,
  credentials: S3Credentials,
  lanes: Lanes,
  { tries = 7, firstWait = 400, silence = 60_000 }: S3Patience,
): Promise<S3Place> => {
  // Large, and only those who publish need it.
  const loaded = await import('@aws-sdk/client-s3');
  const client = new loaded.S3Client({
    ...{ region, forcePathStyle: pathStyle },
    ...(endpoint === null ? {} : { endpoint }),
    ...('profile' in credentials
      ? credentials.profile === null
        ? {}
        : { profile: credentials.profile }
      : { credentials }),
    // Stores that are not Amazon's refuse checksums they do not know; every body carries its MD5 instead.
    ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
    // Stores that do not answer to it would have every part wait for 6 s, and each would need a connection of its own.
    expectContinueHeader: false,
    maxAttempts: 1, // tried again here, with waits that a cancel ends
    requestHandler: { connectionTimeout: 10_000, socketTimeout: silence },
  });
  const host = endpoint === null ? 'Amazon S3' : new URL(endpoint).host;
  const failure = (error: unknown): CueforgeError => s3Failure(error, { bucket, host });
  /** Where nothing has answered yet, the address is likely wrong: that is said soon. */
  let answered = false;
  const place: S3Place = {
    ...{ sdk: loaded, client, bucket, lanes, failure },
    key: (name) => (prefix === '' ? name : `${prefix}/${name}`),
    async ask(signal, request) {
      const patience = { tries: answered ? tries : Math.min(tries, FIRST_TRIES), firstWait, longestWait: LONGEST_WAIT };
      const answer = await withRetry({ ...patience, signal, mayHelp }, () => request(client, { abortSignal: signal }));
      answered = true;
      return answer;
    },
    call: (signal, request) =>
      place.ask(signal, request).catch((error: unknown) => {
        throw failure(error);
      }),
  };
  return place;
};
