import type { FfmpegBinary, SoundFile } from '../media/index.ts';
import type { Failure } from '../model/index.ts';

/** What is opened: a file, and its decoded sound where the cache has it. */
export interface SourceFile {
  /** Absolute. */
  readonly file: string;
  readonly cached: SoundFile | null;
}

/** Given to every thread that decodes. */
export interface SourceSetUp {
  readonly ffmpeg: Pick<FfmpegBinary, 'path' | 'hasSoxr'>;
}

/** What the session says to a thread that decodes. `stream` names one source that is read. */
export type ToSources =
  | ({ readonly kind: 'open'; readonly stream: number; readonly from: number } & SourceFile)
  /** Credit for at most so many frames: nothing is decoded without it. One at a time. */
  | { readonly kind: 'ask'; readonly stream: number; readonly most: number }
  | { readonly kind: 'close'; readonly stream: number };

/** What it answers: `block`, `ended` or `failed` to each `ask`; `closed` when nothing of the stream is left, its ffmpeg included. */
export type FromSources =
  /** First of all: from now on it answers at once. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'block'; readonly stream: number; readonly samples: Float32Array }
  | { readonly kind: 'ended'; readonly stream: number }
  | { readonly kind: 'failed'; readonly stream: number; readonly failure: Failure }
  | { readonly kind: 'closed'; readonly stream: number };
