import type { Frames } from '../model/index.ts';
import type { OpenSource } from './layer-stream.ts';
import type { SessionCommand, SessionNote } from './runner-state.ts';
import type { HeldSound } from './sound-store.ts';

/** Why a cue's sound was not read ahead of it. */
export type StreamReason = 'prefetch pending' | 'buffer limit' | 'slow decode' | 'large file';

/** A line of the log: what happened, to which cue, and what was held then. */
export interface SessionLine {
  readonly at: Frames;
  readonly event:
    | SessionNote['event']
    | 'prefetch.ready'
    | 'prefetch.deferred'
    | 'prefetch.failed'
    | 'stream.start'
    | 'perf'
    | 'underrun'
    | 'late'
    | 'cue.dropped'
    /** More sounds than the mixer has voices. */
    | 'voices.taken';
  readonly cue: number | null;
  readonly run: number | null;
  readonly layer: number | null;
  readonly reason: string | null;
  readonly held: HeldSound;
}

/** Writes a line of the log, as of now where it says no time. */
export type Say = (
  event: SessionLine['event'],
  what: {
    readonly cue?: number | null;
    readonly run?: number | null;
    readonly layer?: number | null;
    readonly reason?: string | null;
    readonly at?: Frames;
  },
) => void;

/** What a session needs of the world. */
export interface SessionPorts {
  /** `file`: as the cuelist writes it. */
  readonly openSource: OpenSource;
  /** Milliseconds, monotonic: how long decoding takes, and how fast GO follows GO. Not the time of the session. */
  readonly clock: () => number;
  readonly onLine: (line: SessionLine) => void;
  /** A file as it is on disk: its real path, size and time. Null: it is not known, and its head is not kept for repeats. */
  readonly identify?: (file: string) => string | null;
  /** Something was heard of a decoder that a call of `send` would act on: sooner than at the next tick. */
  readonly onNews?: () => void;
  /** What the runner decides. */
  readonly onCommand?: (command: SessionCommand) => void;
}

/** A sound of a cue that was fired. */
export interface SessionSound {
  readonly run: number;
  readonly layer: number;
  /** Its number at the mixer; null: it has none. */
  readonly voice: number | null;
  /** Frames of it that have sounded. */
  readonly played: Frames;
  /** Decibels over its own gain. */
  readonly fadedTo: number;
  /** Loudest sample of the last moments, linear. */
  readonly peak: number;
  /** It was not read ahead of its cue. */
  readonly streamed: boolean;
}
