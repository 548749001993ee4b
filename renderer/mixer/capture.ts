import { CHANNELS } from '../../src/model/index.ts';

/**
 * A ring that keeps every sample that the mixer gives out, for tests: the audio thread writes, the page reads. What finds
 * no room is counted. Marks say which frame of the mixer a captured one is: at the beginning, and where the mixer's count
 * began anew. The sample that is given out at a frame of the mixer was mixed LIMITER_LOOKAHEAD frames before.
 */
const WORD = { written: 0, read: 1, dropped: 2, marks: 3 } as const;
const WORDS = 8;
/** Marks that are kept: pairs of a captured frame and the mixer's frame there. */
const MARKS = 256;
const HEAD = 8 * 2 * MARKS + 4 * WORDS;

export interface CaptureMark {
  readonly captured: number;
  /** Frame of the mixer. */
  readonly frame: number;
}

const viewsOf = (memory: SharedArrayBuffer) => ({
  marks: new Float64Array(memory, 0, 2 * MARKS),
  words: new Int32Array(memory, 8 * 2 * MARKS, WORDS),
  samples: new Float32Array(memory, HEAD),
});

/** Memory for `seconds` that were not read yet, 384 kB each. */
export const captureMemory = (seconds: number): SharedArrayBuffer =>
  new SharedArrayBuffer(HEAD + 4 * CHANNELS * 48_000 * seconds);

/** Audio thread. */
export interface Capture {
  write(pcm: Float32Array, count: number): void;
  /** The next frame that is written is frame `frame` of the mixer. */
  mark(frame: number): void;
}

export const openCapture = (memory: SharedArrayBuffer): Capture => {
  const { marks, words, samples } = viewsOf(memory);
  const room = samples.length / CHANNELS;
  return {
    write(pcm, count) {
      const written = words[WORD.written];
      if (count > room - (written - Atomics.load(words, WORD.read))) {
        Atomics.add(words, WORD.dropped, count);
        return;
      }
      for (let i = 0; i < count; i++) {
        const at = ((written + i) % room) * CHANNELS;
        samples[at] = pcm[2 * i];
        samples[at + 1] = pcm[2 * i + 1];
      }
      Atomics.store(words, WORD.written, written + count);
    },
    mark(frame) {
      const count = words[WORD.marks];
      if (count === MARKS) return;
      marks[2 * count] = words[WORD.written];
      marks[2 * count + 1] = frame;
      Atomics.store(words, WORD.marks, count + 1);
    },
  };
};

/** The page's end. */
export interface CaptureReader {
  /** What came since the last call, interleaved stereo. */
  take(): Float32Array;
  marks(): readonly CaptureMark[];
  /** Frames that found no room. */
  dropped(): number;
}

export const readCapture = (memory: SharedArrayBuffer): CaptureReader => {
  const { marks, words, samples } = viewsOf(memory);
  const room = samples.length / CHANNELS;
  return {
    take() {
      const read = words[WORD.read];
      const count = Atomics.load(words, WORD.written) - read;
      const taken = new Float32Array(count * CHANNELS);
      for (let i = 0; i < count * CHANNELS; i++) taken[i] = samples[(read * CHANNELS + i) % (room * CHANNELS)];
      Atomics.store(words, WORD.read, read + count);
      return taken;
    },
    marks: () =>
      Array.from({ length: Atomics.load(words, WORD.marks) }, (_, i) => ({
        captured: marks[2 * i],
        frame: marks[2 * i + 1],
      })),
    dropped: () => Atomics.load(words, WORD.dropped),
  };
};
