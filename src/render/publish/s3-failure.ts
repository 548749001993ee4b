import { CueforgeError, type FailureCode } from '../../model/index.ts';

/** What an error of the SDK or the system tells. Nothing else of it is passed on: its text may name keys. */
interface Told {
  readonly name: string;
  /** The system's code: ECONNRESET. */
  readonly system: string;
  readonly status: number;
}

const told = (error: unknown): Told => {
  const { name, Code, code, errno, cause, $metadata } = (error ?? {}) as Record<string, unknown> & {
    $metadata?: { httpStatusCode?: number };
  };
  const system = [code, errno, (cause as { code?: unknown } | undefined)?.code].find(
    (each) => typeof each === 'string',
  );
  return {
    name: String(Code ?? name ?? 'Error'),
    system: /^[A-Z0-9_]+$/.test(String(system)) ? String(system) : '',
    status: $metadata?.httpStatusCode ?? 0,
  };
};

const NETWORK = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENETDOWN'],
  ...['ENETUNREACH', 'EHOSTUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'EPROTO', 'HPE_INVALID_CONSTANT'],
]);
const REFUSED = new Set([
  ...['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'AccessDenied', 'Forbidden', 'Unauthorized', 'ExpiredToken'],
  ...[
    'InvalidToken',
    'TokenRefreshRequired',
    'InvalidSecurity',
    'AccountProblem',
    'NotSignedUp',
    'ExpiredTokenException',
  ],
]);
const FULL = new Set(['QuotaExceeded', 'XMinioStorageFull', 'EntityTooLarge', 'InsufficientStorage']);
const ELSEWHERE = new Set([
  'PermanentRedirect',
  'TemporaryRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);
const AGAIN = new Set([
  ...['SlowDown', 'RequestTimeout', 'InternalError', 'ServiceUnavailable', 'OperationAborted', 'ThrottlingException'],
  // What arrived was damaged on the way.
  ...['BadDigest', 'XAmzContentSHA256Mismatch', 'IncompleteBody', 'TooManyRequests'],
]);

const isNetwork = ({ name, system }: Told): boolean => NETWORK.has(system) || name === 'TimeoutError';
const isAgain = ({ name, status }: Told): boolean =>
  AGAIN.has(name) || status === 429 || (status >= 500 && status !== 507);

/** Whether the same may succeed a little later. */
export const mayHelp = (error: unknown): boolean => {
  const what = told(error);
  return isNetwork(what) || isAgain(what);
};

/** Whether a store says that there is no such object, upload or bucket. */
export const isMissing = (error: unknown): boolean => {
  const { name, status } = told(error);
  return status === 404 && name !== 'NoSuchBucket';
};

/** Whether a store says that it does not do this at all. */
export const isUnknownToStore = (error: unknown): boolean => {
  const { name, status } = told(error);
  return name === 'NotImplemented' || name === 'MethodNotAllowed' || status === 501 || status === 405;
};

/** Whether a store refuses this request to these credentials. */
export const isRefused = (error: unknown): boolean => {
  const { name, status } = told(error);
  return REFUSED.has(name) || status === 401 || status === 403;
};

export interface S3Words {
  readonly bucket: string;
  /** Host of the store, or a word for it. */
  readonly host: string;
}

/** What went wrong, in a sentence. */
export const s3Failure = (error: unknown, { bucket, host }: S3Words): CueforgeError => {
  if (error instanceof CueforgeError) return error;
  const what = told(error);
  const fail = (code: FailureCode, sentence: string): CueforgeError =>
    new CueforgeError(code, sentence, { bucket, host, error: what.name, status: what.status });
  if (what.name === 'AbortError' || what.system === 'ABORT_ERR') {
    return fail('cancelled', 'Publishing was cancelled; what was sent is gone on with');
  }
  if (isNetwork(what)) {
    const why = what.system === 'ENOTFOUND' ? 'no such host' : what.system || 'no answer';
    return fail(
      'store-unreachable',
      `${host} cannot be reached (${why}). Publish again: what was sent is gone on with`,
    );
  }
  if (what.system.startsWith('CERT_') || /SELF_SIGNED|UNABLE_TO_/.test(what.system)) {
    return fail('store-unreachable', `${host} shows a certificate that is not trusted here (${what.system})`);
  }
  if (what.name === 'NoSuchBucket') return fail('bucket-missing', `${host} has no bucket "${bucket}"`);
  if (what.name === 'RequestTimeTooSkewed') {
    return fail('store-failed', `${host} refuses the request: the clock of this machine is wrong`);
  }
  if (what.name === 'CredentialsProviderError') {
    return fail(
      'credentials-refused',
      `There are no credentials for ${host}: no keys were set, and no AWS profile has any that are valid`,
    );
  }
  if (REFUSED.has(what.name) || what.status === 401 || what.status === 403) {
    return fail(
      'credentials-refused',
      `${host} refuses these credentials for the bucket "${bucket}" (${what.name}): check the key, its secret and what it may do`,
    );
  }
  if (ELSEWHERE.has(what.name) || what.status === 301 || what.status === 307) {
    return fail('store-failed', `The bucket "${bucket}" is in another region than the target says (${what.name})`);
  }
  if (FULL.has(what.name) || what.status === 507) return fail('disk-full', `${host} has no more space (${what.name})`);
  if (what.status === 404) return fail('bucket-missing', `${host} has no bucket "${bucket}"`);
  const status = what.status === 0 ? '' : `, status ${what.status}`;
  return fail('store-failed', `${host} did not do what it was asked (${what.name}${status})`);
};
