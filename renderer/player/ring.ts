import { CHANNELS, type Frames, frames } from '../../src/model/index.ts';
import { type PlayerMemory, SEAMS, WORD } from './player-memory.ts';

/**
 * One ring of sound between one writer (the feeder's thread) and one reader (the audio thread), without locks. Counts of
 * frames are 32 bits and wrap after 24 h; only their differences mean anything, and those are taken modulo 2^32.
 *
 * A jump to another place is a new *generation*: the writer goes on where it is and says so, the reader drops what lies
 * before. A place where the source's frames do not follow one another (a loop) is a *seam*.
 */
export interface RingWriter {
  /** Feeder thread. Begins a generation with a frame of the source; what was written before is stale from now on. */
  begin(source: Frames): void;
  /** Feeder thread. Copies as many frames as there is room for, from frame `from` of `samples`; returns how many. */
  write(samples: Float32Array, from: number, count: number): number;
  /** Feeder thread. What is written next is frame `source`. False: too many seams lie ahead; try again later. */
  seam(source: Frames): boolean;
  /** Feeder thread. Nothing follows in this generation. */
  end(): void;
  /** Frames that can be written now, at least: the reader may free more meanwhile. */
  space(): number;
  /** Frames of this generation that are not read yet, at most. */
  ahead(): number;
  /** True when seams lie ahead of the reader. */
  seamed(): boolean;
  generation(): number;
}

export const openRingWriter = ({ words, seams, samples }: PlayerMemory): RingWriter => {
  const capacity = samples.length / CHANNELS;
  const mask = maskOf(capacity);
  const writer: RingWriter = {
    begin(source) {
      Atomics.store(words, WORD.start, words[WORD.write]);
      Atomics.store(words, WORD.startSource, source);
      Atomics.store(words, WORD.startSeams, words[WORD.seamsWritten]);
      // Last: a reader that sees the generation sees its start.
      Atomics.store(words, WORD.generation, (words[WORD.generation] + 1) | 0);
    },
    write(from, at, count) {
      const write = words[WORD.write];
      const take = Math.min(count, writer.space());
      const place = write & mask;
      const first = Math.min(take, capacity - place);
      samples.set(from.subarray(at * CHANNELS, (at + first) * CHANNELS), place * CHANNELS);
      samples.set(from.subarray((at + first) * CHANNELS, (at + take) * CHANNELS), 0);
      Atomics.store(words, WORD.write, (write + take) | 0);
      return take;
    },
    seam(source) {
      const written = words[WORD.seamsWritten];
      if (((written - Atomics.load(words, WORD.seamsRead)) | 0) >= SEAMS) return false;
      const slot = (written & (SEAMS - 1)) * 2;
      seams[slot] = words[WORD.write];
      seams[slot + 1] = source;
      Atomics.store(words, WORD.seamsWritten, (written + 1) | 0);
      return true;
    },
    end() {
      Atomics.store(words, WORD.ended, words[WORD.generation]);
    },
    space: () => capacity - ((words[WORD.write] - Atomics.load(words, WORD.read)) | 0),
    ahead() {
      const read = Atomics.load(words, WORD.read);
      const start = words[WORD.start];
      const from = ((read - start) | 0) > 0 ? read : start;
      return (words[WORD.write] - from) | 0;
    },
    seamed: () => words[WORD.seamsWritten] !== Atomics.load(words, WORD.seamsRead),
    generation: () => words[WORD.generation],
  };
  return writer;
};

/** Audio thread only, all of it: allocates nothing, waits for nothing, never throws. */
export interface RingReader {
  /** True when the writer began a generation that was not joined yet. */
  behind(): boolean;
  /** Drops what is stale and goes to the start of the newest generation. */
  join(): void;
  /** Frames that can be read now, at least: the writer may add more meanwhile. While behind, those that are stale. */
  available(): number;
  /** True when the writer has ended the generation that was joined: what is available is all there will be. */
  ended(): boolean;
  /** Copies up to `count` frames to the start of `into`; returns how many. */
  read(into: Float32Array, count: number): number;
}

export const openRingReader = ({ words, seams, samples }: PlayerMemory): RingReader => {
  const capacity = samples.length / CHANNELS;
  const mask = maskOf(capacity);
  /** The frame of the source at a count of frames: the last seam that was passed, or the generation's start. */
  let seamAt = words[WORD.read];
  let seamSource = words[WORD.position];

  const passSeams = (read: number): void => {
    let passed = words[WORD.seamsRead];
    const written = Atomics.load(words, WORD.seamsWritten);
    while (passed !== written) {
      const slot = (passed & (SEAMS - 1)) * 2;
      if (((read - seams[slot]) | 0) < 0) break;
      seamAt = seams[slot];
      seamSource = seams[slot + 1];
      passed = (passed + 1) | 0;
    }
    Atomics.store(words, WORD.seamsRead, passed);
  };

  const reader: RingReader = {
    behind: () => Atomics.load(words, WORD.generation) !== words[WORD.joined],
    join() {
      // Two jumps in a row may be seen half: then the next call joins once more.
      const generation = Atomics.load(words, WORD.generation);
      const start = Atomics.load(words, WORD.start);
      seamAt = start;
      seamSource = Atomics.load(words, WORD.startSource);
      Atomics.store(words, WORD.seamsRead, Atomics.load(words, WORD.startSeams));
      passSeams(start);
      Atomics.store(words, WORD.position, seamSource);
      Atomics.store(words, WORD.joined, generation);
      Atomics.store(words, WORD.read, start);
    },
    available: () => (Atomics.load(words, reader.behind() ? WORD.start : WORD.write) - words[WORD.read]) | 0,
    ended: () => Atomics.load(words, WORD.ended) === words[WORD.joined] && words[WORD.joined] !== 0,
    read(into, count) {
      const stale = reader.behind();
      const read = words[WORD.read];
      const take = Math.min(count, reader.available());
      const place = (read & mask) * CHANNELS;
      for (let i = 0; i < take * CHANNELS; i++) into[i] = samples[(place + i) & (2 * capacity - 1)];
      const now = (read + take) | 0;
      if (!stale) passSeams(now); // Else those that come are the next generation's.
      Atomics.store(words, WORD.position, (seamSource + ((now - seamAt) | 0)) | 0);
      Atomics.store(words, WORD.read, now);
      return take;
    },
  };
  return reader;
};

const maskOf = (capacity: number): number => {
  if (capacity < 2 || (capacity & (capacity - 1)) !== 0) throw new RangeError(`${capacity} is no power of two`);
  return capacity - 1;
};

/** Any thread. The frame of the source that sounds next. */
export const positionOf = ({ words }: PlayerMemory): Frames => frames(Atomics.load(words, WORD.position));
