import { CHANNELS } from '../../src/model/index.ts';

/**
 * The memory that three threads of the player share: the page, the feeder (a Web Worker) and the audio thread. Every
 * word has one writer, named below; everyone may read. Words are read and written with Atomics, floats plainly: a float
 * is a figure for the eye, and 32 bits of it never tear.
 */
export const WORD = {
  /** Feeder. Frames ever written; wraps at 2^32, as all counts of frames here do. */
  write: 0,
  /** Audio thread. Frames ever read or jumped over. */
  read: 1,
  /** Feeder. Grows by one with every jump to another place; 0: nothing was ever asked for. */
  generation: 2,
  /** Feeder. Where in the ring the generation starts; what lies before it is stale. */
  start: 3,
  /** Feeder. The frame of the source that stands at `start`. */
  startSource: 4,
  /** Feeder. The generation whose last frame is written; 0: none. */
  ended: 5,
  /** Audio thread. The generation it has jumped to. */
  joined: 6,
  /** Feeder and audio thread. Seams ever written, ever passed. */
  seamsWritten: 7,
  seamsRead: 8,
  /** Audio thread. The frame of the source that sounds next. */
  position: 9,
  /** Audio thread. Times the sound ran out before its end. */
  underruns: 10,
  /** Audio thread. Frames of sound given out since the start, fades included. */
  played: 11,
  /** Audio thread. The generation that was played to its end; 0: none. */
  completed: 12,
  /** Page. 1: sound is wanted; 0: paused. */
  playing: 13,
  /** Feeder. The generation that is buffered enough to start, and the under-runs it knew of when it said so. */
  ready: 14,
  readyAfter: 15,
  /** Audio thread. The generation whose first frame that is not silence was given out. */
  sounded: 16,
  /** Feeder. Seams that were written before the generation began. */
  startSeams: 17,
  /** Feeder. Grows by one with every splice; those that follow describe the newest. */
  splice: 18,
  /** Feeder. Counts of frames: where the splice leaves what lay ahead, and where in the ring it goes on. */
  spliceFrom: 19,
  spliceTo: 20,
  /** Feeder. Where in the ring the new sound was written from, and the frame of the source that stands there. */
  spliceStart: 21,
  spliceSource: 22,
  /** Feeder. Seams that were written before the new sound. */
  spliceSeams: 23,
  /** Audio thread. The splice it went over last, and the last that it had passed already when it saw it. */
  spliced: 24,
  spliceMissed: 25,
  /** Feeder. The splice after which the last frame was written: `ended` stands for that one only. */
  endedSplice: 26,
  /** Feeder. 1: the generation is of two sounds; written before it. */
  paired: 27,
  /** Page. Grows by one whenever the gains of the two sounds are others. */
  balance: 28,
} as const;
const WORDS = 32;

export const FLOAT = {
  /** Page. Linear volume, 0..1. */
  volume: 0,
  /** Audio thread. Highest sample magnitude of the last 50 ms, linear, before the volume. */
  peakLeft: 1,
  peakRight: 2,
  /** Audio thread. K-weighted energy of the last 400 ms, before the volume. */
  momentary: 3,
  /** Page. Linear gains of the two sounds of a pair, written before `balance`. */
  firstGain: 4,
  secondGain: 5,
} as const;
const FLOATS = 16;

export const DOUBLE = {
  /** Audio thread. When `sounded` was: milliseconds since 1970, whole ones. */
  soundedAt: 0,
  /** Audio thread. When the first sample behind the splice `splicedKnown` was read: milliseconds since 1970. */
  splicedAt: 1,
  /** Audio thread. Written after `splicedAt`. */
  splicedKnown: 2,
} as const;
const DOUBLES = 4;

/** Frames a ring holds: a power of two, 5.5 s; 2 MB, and as much again for the second of two sounds. */
export const RING_FRAMES = 262_144;
/** Seams that may lie ahead of the audio thread. */
export const SEAMS = 256;

export interface PlayerMemory {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  readonly doubles: Float64Array;
  /** Pairs: the count of frames where the seam stands in the ring, the frame of the source that follows it. */
  readonly seams: Int32Array;
  /** Interleaved stereo. */
  readonly samples: Float32Array;
  /** The same of the second of two sounds, frame by frame at the same places. Of no meaning while only one sounds. */
  readonly second: Float32Array;
}

/** Views of a player's memory; without a buffer, of a new one, all zero, at full volume and with the first of two sounds. */
export const playerMemory = (buffer?: SharedArrayBuffer, ringFrames = RING_FRAMES): PlayerMemory => {
  const wordsAt = 8 * DOUBLES;
  const floatsAt = wordsAt + 4 * WORDS;
  const seamsAt = floatsAt + 4 * FLOATS;
  const samplesAt = seamsAt + 8 * SEAMS;
  const shared = buffer ?? new SharedArrayBuffer(samplesAt + 2 * 4 * CHANNELS * ringFrames);
  const ring = (shared.byteLength - samplesAt) / 8;
  const memory: PlayerMemory = {
    buffer: shared,
    doubles: new Float64Array(shared, 0, DOUBLES),
    words: new Int32Array(shared, wordsAt, WORDS),
    floats: new Float32Array(shared, floatsAt, FLOATS),
    seams: new Int32Array(shared, seamsAt, 2 * SEAMS),
    samples: new Float32Array(shared, samplesAt, ring),
    second: new Float32Array(shared, samplesAt + 4 * ring, ring),
  };
  if (buffer === undefined) memory.floats[FLOAT.volume] = memory.floats[FLOAT.firstGain] = 1;
  return memory;
};
