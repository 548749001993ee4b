import { CHANNELS, MIXER_RING, MIXER_VOICES } from '../../src/model/index.ts';

/**
 * The memory that the threads of the session's mixer share: the page, the feeder (a Web Worker) and the audio thread.
 * Every word has one writer, named below, unless it says otherwise; everyone may read. Words are read and written with
 * Atomics; a float is a figure for the eye, and 32 bits of it never tear.
 *
 * A ring stands at its place from the start, since shared memory never grows: 1 MB for each of MIXER_VOICES, 32 MB in
 * all. Pages that were never written are the system's promise only; a session that never has more than eight voices open
 * at once takes 8 MB, as the lowest free ring is always taken.
 */
export const WORD = {
  /** Audio thread. Frames mixed since the mixer was cleared last; wraps at 2^32, as all counts of frames here do. */
  frame: 0,
  /** Audio thread. Frames that were due and not there, and blocks that lacked any, since the mixer was made. */
  missing: 1,
  underruns: 2,
  /** Most that the limiter took off, decibels as the bits of a float32: raised by the audio thread, taken by the feeder. */
  limited: 3,
  /** Feeder. Rows of commands ever written; audio thread: ever read. */
  commandsWritten: 4,
  commandsRead: 5,
  /** Audio thread. Pairs of late voices ever written; feeder: ever read. */
  lateWritten: 6,
  lateRead: 7,
  /** Audio thread. The number of the last `clear` that was done. */
  cleared: 8,
  /** Page. From the mixer to the ear: milliseconds as the bits of a float32; 0: not known. */
  latency: 9,
  /** Audio thread. When `frame` was last moved: milliseconds since 1970, modulo 2^32. */
  mixedAt: 10,
} as const;
const WORDS = 16;

/** Words of a voice's slot. */
export const SLOT = {
  /** Feeder. Frames ever written to the ring. */
  written: 0,
  /** Audio thread. Frames ever read, or left behind by a voice that was released. */
  read: 1,
  /** Feeder. 1: the voice's length stands in `lengths`, and all of it is written. */
  over: 2,
  /** Loudest sample, the bits of a float32: raised by the audio thread, taken by the feeder. */
  peak: 3,
  /** Audio thread. The number, as its `open` command says it, of the last voice that was released here. */
  released: 4,
} as const;
const SLOT_WORDS = 8;

export const FLOAT = {
  /** Audio thread, behind the limiter. Highest sample magnitude of the last 50 ms, linear. */
  peakLeft: 0,
  peakRight: 1,
  /** K-weighted energy of the last 400 ms. */
  momentary: 2,
} as const;
const FLOATS = 4;

/** Commands that may wait for the audio thread, and the numbers of one. */
export const COMMANDS = 1_024;
export const COMMAND_NUMBERS = 8;
/** Late voices that may wait for the feeder. */
export const LATE = 64;

export interface MixerMemory {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly slots: Int32Array;
  readonly floats: Float32Array;
  /** Feeder. Frames that each voice has in all. */
  readonly lengths: Float64Array;
  readonly commands: Float64Array;
  /** Audio thread. Pairs: slot, frames. */
  readonly late: Int32Array;
  /** Interleaved stereo, a ring after the other. */
  readonly samples: Float32Array;
}

/** Views of a mixer's memory; without a buffer, of a new one, all zero. */
export const mixerMemory = (buffer?: SharedArrayBuffer): MixerMemory => {
  const commandsAt = 8 * MIXER_VOICES;
  const wordsAt = commandsAt + 8 * COMMANDS * COMMAND_NUMBERS;
  const slotsAt = wordsAt + 4 * WORDS;
  const lateAt = slotsAt + 4 * SLOT_WORDS * MIXER_VOICES;
  const floatsAt = lateAt + 8 * LATE;
  const samplesAt = floatsAt + 4 * FLOATS;
  const shared = buffer ?? new SharedArrayBuffer(samplesAt + 4 * CHANNELS * MIXER_RING * MIXER_VOICES);
  return {
    buffer: shared,
    lengths: new Float64Array(shared, 0, MIXER_VOICES),
    commands: new Float64Array(shared, commandsAt, COMMANDS * COMMAND_NUMBERS),
    words: new Int32Array(shared, wordsAt, WORDS),
    slots: new Int32Array(shared, slotsAt, SLOT_WORDS * MIXER_VOICES),
    late: new Int32Array(shared, lateAt, 2 * LATE),
    floats: new Float32Array(shared, floatsAt, FLOATS),
    samples: new Float32Array(shared, samplesAt),
  };
};

/** Where a word of a slot stands. */
export const slotWord = (slot: number, word: number): number => slot * SLOT_WORDS + word;

/** A level that one thread raises and another takes; nothing in between is lost. Allocates nothing. */
export interface HighMark {
  raise(words: Int32Array, word: number, level: number): void;
  take(words: Int32Array, word: number): number;
}

/** For one thread. Levels >= 0: the bits of such floats are in the order of the floats. */
export const createHighMark = (): HighMark => {
  const float = new Float32Array(1);
  const bits = new Int32Array(float.buffer);
  return {
    raise(words, word, level) {
      float[0] = level;
      if (bits[0] > Atomics.load(words, word)) Atomics.store(words, word, bits[0]);
    },
    take(words, word) {
      bits[0] = Atomics.exchange(words, word, 0);
      return float[0];
    },
  };
};
