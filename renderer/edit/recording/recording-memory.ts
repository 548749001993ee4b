/**
 * The memory between the audio thread that hears the microphone and the page that keeps what it heard. Words are read
 * and written with Atomics; each has one writer, named below.
 */
export const WORD = {
  /** Audio thread. Frames ever heard; wraps at 2^32. */
  heard: 0,
  /** Page. Frames ever taken out. */
  taken: 1,
  /** Audio thread. Frames that were lost since the page did not come for them. */
  lost: 2,
  /** Audio thread. Frames whose sample reached the end of the scale, in either channel. */
  clipped: 3,
  /** Audio thread. Channels that the microphone has: 1 or 2; 0: nothing was heard yet. */
  channels: 4,
} as const;
const WORDS = 8;

export const FLOAT = {
  /** Audio thread. Highest sample magnitude since the page last looked; the page sets it to 0. */
  peak: 0,
} as const;
const FLOATS = 4;

/** Frames of the ring: a power of two, 5.5 s. A page that is away for longer loses sound, and says so. */
export const RING_FRAMES = 262_144;
/** From here on a sample counts as clipped: the last step of a 16-bit converter. */
export const CLIPPED = 32_766 / 32_768;

export interface RecordingMemory {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  /** Interleaved stereo; a single channel stands on both sides. */
  readonly samples: Float32Array;
}

/** Views of a recorder's memory; without a buffer, of a new one. */
export const recordingMemory = (buffer?: SharedArrayBuffer): RecordingMemory => {
  const floatsAt = 4 * WORDS;
  const samplesAt = floatsAt + 4 * FLOATS;
  const shared = buffer ?? new SharedArrayBuffer(samplesAt + 8 * RING_FRAMES);
  return {
    buffer: shared,
    words: new Int32Array(shared, 0, WORDS),
    floats: new Float32Array(shared, floatsAt, FLOATS),
    samples: new Float32Array(shared, samplesAt),
  };
};

/** Frames between two counts that wrap at 2^32. */
export const framesBetween = (from: number, to: number): number => (to - from) >>> 0;
