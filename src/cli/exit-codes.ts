import type { FailureCode } from '../model/index.ts';

/** How the process ends. Documented in README.md. */
export const EXIT = {
  done: 0,
  /** Something unforeseen. */
  internal: 1,
  /** The command line is not understood. */
  usage: 2,
  /** The workout or cuelist file has errors, or is not there. */
  workout: 3,
  /** A sound that everything depends on cannot be read. */
  media: 4,
  /** ffmpeg, a folder or the disk. */
  environment: 5,
  /** Some variants were made, others refused or failed; each is named. */
  partial: 6,
  /** The cuelist played to its end, and some of its cues were broken; each is named. */
  broken: 7,
  /** Ctrl-C. */
  cancelled: 130,
} as const;

const byCode: Readonly<Record<FailureCode, number>> = {
  'bad-argument': EXIT.usage,
  'file-missing': EXIT.media,
  'file-unreadable': EXIT.media,
  'folder-unwritable': EXIT.environment,
  'disk-full': EXIT.environment,
  'workout-missing': EXIT.workout,
  'workout-invalid': EXIT.workout,
  'cuelist-missing': EXIT.workout,
  'cuelist-invalid': EXIT.workout,
  'media-empty': EXIT.media,
  'media-not-audio': EXIT.media,
  'media-truncated': EXIT.media,
  'media-too-long': EXIT.media,
  'media-damaged': EXIT.media,
  'music-missing': EXIT.media,
  'take-missing': EXIT.partial,
  'take-unreadable': EXIT.partial,
  'speech-failed': EXIT.media,
  'ffmpeg-missing': EXIT.environment,
  'ffmpeg-failed': EXIT.environment,
  'check-failed': EXIT.partial,
  'worker-exited': EXIT.internal,
  'asset-missing': EXIT.media,
  'asset-differs': EXIT.media,
  'library-unreadable': EXIT.environment,
  'library-in-use': EXIT.environment,
  'nothing-to-undo': EXIT.usage,
  'no-session': EXIT.usage,
  'not-armed': EXIT.usage,
  'no-output': EXIT.environment,
  'show-mode': EXIT.usage,
  'nothing-to-resume': EXIT.usage,
  'job-missing': EXIT.usage,
  'release-invalid': EXIT.environment,
  'file-changed': EXIT.environment,
  'credentials-refused': EXIT.environment,
  'bucket-missing': EXIT.environment,
  'store-unreachable': EXIT.environment,
  'store-failed': EXIT.environment,
  'queue-unreachable': EXIT.environment,
  untrusted: EXIT.environment,
  'connection-lost': EXIT.environment,
  cancelled: EXIT.cancelled,
  internal: EXIT.internal,
};

/** The exit code of a command that a failure ended. */
export const exitCode = (code: FailureCode): number => byCode[code];
