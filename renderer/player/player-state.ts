import type { AssetId, SoundRef } from '../../src/contract/index.ts';
import type { OutputDevice } from '../sound/output-devices.ts';

/** A stretch that repeats, in seconds: [start, end). `end` null: to the end of the sound. */
export interface LoopSeconds {
  readonly start: number;
  readonly end: number | null;
}

export interface PlayOptions {
  /** Where to start. Seconds, default 0. */
  readonly from?: number;
  /** What the bar calls the sound. Default: what it called this sound before, else nothing. */
  readonly title?: string;
  /** How long it is, where the caller knows: a sound that is not decoded yet tells only at its end. */
  readonly seconds?: number | null;
}

/** How long after `play` or `seek` the first frame that is no silence was given to the device's queue. */
export interface FirstSound {
  readonly milliseconds: number;
  readonly cached: boolean;
  /** What the device adds, as Chromium says it. Milliseconds. */
  readonly deviceMilliseconds: number;
}

/** How an edit reached the ear while it played. */
export interface Revision {
  /** From `revise` to the first changed sample that the audio thread read. */
  readonly milliseconds: number;
  /** What the device adds, as Chromium says it. Milliseconds. */
  readonly deviceMilliseconds: number;
  /** How many there were since the page was opened. */
  readonly count: number;
}

/**
 * `idle`: nothing is open. `buffering`: wanted, not enough is there yet. `completed`: it was heard to its end. `error`:
 * `trouble` says why.
 */
export type TransportState = 'idle' | 'buffering' | 'playing' | 'paused' | 'completed' | 'error';

export interface PlayerState {
  readonly state: TransportState;
  /** What is open; null: nothing. */
  readonly sound: SoundRef | null;
  /** The library's sound, where that is what is open. */
  readonly asset: AssetId | null;
  readonly title: string;
  /** Length of the sound; null: not known yet. */
  readonly seconds: number | null;
  /** Sound that is there ahead of the ear. */
  readonly bufferedSeconds: number;
  readonly loop: LoopSeconds | null;
  /** Linear, 0..1. Default 1. */
  readonly volume: number;
  /** Linear gains of the two sounds of a pair. */
  readonly balance: readonly [first: number, second: number];
  readonly device: string;
  readonly devices: readonly OutputDevice[];
  /** Why the state is `error`: a sentence. */
  readonly trouble: string | null;
  /** Something the user is to be told once (a device went away), with its number, so that the same words count anew. */
  readonly notice: { readonly id: number; readonly text: string } | null;
  /** Of the last `play` or `seek` that sounded. */
  readonly firstSound: FirstSound | null;
  /** Of the last `revise` that was heard while it played. */
  readonly lastRevision: Revision | null;

  /** A sound of the library by its id, or any other by what it is. */
  play(sound: SoundRef | AssetId, options?: PlayOptions): void;
  /** Pauses what plays, goes on with what is paused, plays again what is completed or failed. */
  toggle(): void;
  pause(): void;
  /** Seconds; kept within the sound. What is paused stays paused. */
  seek(seconds: number): void;
  /** Seeks by seconds from here. */
  skip(by: number): void;
  /**
   * The sound has changed, or another is to take its place (a variant): goes on at the same place with what it is now,
   * without a gap or a click. Does nothing where nothing is open. `title`: what the bar calls it then; default as before.
   */
  revise(sound?: SoundRef, title?: string): void;
  /** A region shorter than 100 ms is none. */
  setLoop(loop: LoopSeconds | null): void;
  stop(): void;
  setVolume(volume: number): void;
  /**
   * How loud the two sounds of a pair are heard, linear, from the next frame on and over a short fade; it stays for pairs
   * that follow. Default 1 and 0.
   */
  setBalance(first: number, second: number): void;
  setDevice(id: string): Promise<void>;
}
