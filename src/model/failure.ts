/**
 * Failures are values: a code from a closed union, one sentence for a person, and details for a program.
 * They cross threads and processes as plain data; `CueforgeError` only carries one through a `throw`.
 */
export type FailureCode =
  | 'bad-argument'
  | 'file-missing'
  | 'file-unreadable'
  | 'folder-unwritable'
  | 'disk-full'
  | 'workout-missing'
  | 'workout-invalid'
  | 'cuelist-missing'
  | 'cuelist-invalid'
  | 'media-empty'
  | 'media-not-audio'
  | 'media-truncated'
  | 'media-too-long'
  | 'media-damaged'
  | 'music-missing'
  | 'take-missing'
  | 'take-unreadable'
  | 'speech-failed'
  | 'ffmpeg-missing'
  | 'ffmpeg-failed'
  | 'check-failed'
  | 'worker-exited'
  | 'asset-missing'
  | 'asset-differs'
  | 'library-unreadable'
  | 'library-in-use'
  | 'nothing-to-undo'
  | 'no-session'
  | 'not-armed'
  | 'no-output'
  | 'show-mode'
  | 'nothing-to-resume'
  | 'job-missing'
  | 'release-invalid'
  | 'file-changed'
  | 'credentials-refused'
  | 'bucket-missing'
  | 'store-unreachable'
  | 'store-failed'
  | 'queue-unreachable'
  | 'untrusted'
  | 'connection-lost'
  | 'cancelled'
  | 'internal';

/** What went wrong, as data. `message` is a sentence that says what, where and what was expected. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  /** Facts for a program: paths, ids, figures. JSON values only. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Carries a Failure through a throw. Never leaves a module boundary as anything but its `failure`. */
export class CueforgeError extends Error {
  readonly failure: Failure;
  constructor(code: FailureCode, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = 'CueforgeError';
    this.failure = details === undefined ? { code, message } : { code, message, details };
  }
}

/** What the operating system's own error codes mean here. */
const SYSTEM_CODES: Readonly<Record<string, FailureCode>> = {
  ENOENT: 'file-missing',
  EACCES: 'file-unreadable',
  EPERM: 'file-unreadable',
  EISDIR: 'file-unreadable',
  EBUSY: 'file-unreadable',
  ETXTBSY: 'file-unreadable',
  // A network drive that is away.
  ESTALE: 'file-unreadable',
  ENOTCONN: 'file-unreadable',
  EHOSTDOWN: 'file-unreadable',
  ENOTDIR: 'file-missing',
  EROFS: 'folder-unwritable',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  // A limit of the file system or the account on one file.
  EFBIG: 'disk-full',
  ABORT_ERR: 'cancelled',
};

/** Any thrown value as a Failure: a CueforgeError gives its own, a system error its code's, the rest is `internal`. */
export const toFailure = (thrown: unknown): Failure => {
  if (thrown instanceof CueforgeError) return thrown.failure;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const system = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return { code: SYSTEM_CODES[system] ?? 'internal', message };
};

/** A Failure (perhaps from another thread) as something to throw. */
export const fromFailure = (failure: Failure): CueforgeError =>
  new CueforgeError(failure.code, failure.message, failure.details);
