import { CHANNELS, type Frames, frames } from '../../src/model/index.ts';
import { type PlayerMemory, SEAMS, WORD } from './player-memory.ts';

/**
 * One ring of sound between one writer (the feeder's thread) and one reader (the audio thread), without locks. Counts of
 * frames are 32 bits and wrap after 24 h; only their differences mean anything, and those are taken modulo 2^32.
 *
 * A jump to another place is a new *generation*: the writer goes on where it is and says so, the reader drops what lies
 * before. A place where the source's frames do not follow one another (a loop) is a *seam*.
 *
 * Other sound for the same place (an edit) is a *splice*. Nothing that the reader may be at is ever written over: the new
 * sound is written behind all that lies ahead, out of sight; then the writer says from which count on it takes the place
 * of the old, and the reader goes over to it there. Whether it still could is the reader's word alone: where it had passed
 * that count when it first saw the splice, it goes on with the old sound and says so, and the writer tries further on.
 */
export interface RingWriter {
  /**
   * Feeder thread. Begins a generation with a frame of the source; what was written before is stale from now on. `paired`:
   * it is of two sounds.
   */
  begin(source: Frames, paired?: boolean): void;
  /**
   * Feeder thread. Copies as many frames as there is room for, from frame `from` of `samples`; returns how many. `second`:
   * the same of the second sound, where the generation is of two.
   */
  write(samples: Float32Array, from: number, count: number, second?: Float32Array): number;
  /** Feeder thread. What is written next is frame `source`. False: too many seams lie ahead; try again later. */
  seam(source: Frames): boolean;
  /** Feeder thread. Nothing follows in this generation. */
  end(): void;
  /**
   * Feeder thread. What is written from now on is to take the place of what lies `margin` frames ahead of the reader and
   * behind that. Returns the frame of the source that stands there; null: not that much lies ahead, or a splice is open.
   */
  revise(margin: number): Frames | null;
  /** Frames of new sound behind the place where a splice `guard` frames ahead of the reader would enter it; may be negative. */
  revised(guard: number): number;
  /**
   * Feeder thread. Has the reader go over to the new sound `guard` frames ahead of it, over a fade of `fade` frames.
   * False: not that much old sound lies ahead, or not that much new; nothing has changed then.
   */
  splice(guard: number, fade: number): boolean;
  /**
   * Feeder thread. What became of `revise`: `writing` until `splice`, `shown` until the reader came there or was found to
   * have passed it (then `writing` again), `none`: it sounds, or there is none. Has to be asked now and then.
   */
  revision(): 'none' | 'writing' | 'shown';
  /** The number of the newest splice. */
  splices(): number;
  /** Frames that can be written now, at least: the reader may free more meanwhile. */
  space(): number;
  /** Frames of this generation that are not read yet, at most; new sound counts once its splice is shown. */
  ahead(): number;
  /** Frames ahead of the reader as it will be: with what `revise` began in place of the old. Negative: the new is late. */
  filled(): number;
  /** True when seams lie ahead of the reader. */
  seamed(): boolean;
  generation(): number;
}

/** Sound that is written behind the old, to take its place. */
interface Revision {
  /** The count of frames that its first frame stands for, and the frame of the source there. */
  readonly from: number;
  readonly source: number;
  /** Where in the ring it was written, and where old sound ends: the same count. */
  readonly start: number;
  readonly seams: number;
  /** Whether its splice is shown to the reader. */
  shown: boolean;
  /** Nothing follows it. */
  ended: boolean;
}

/** A count of frames and the frame of the source that stands there: a seam, or a start. */
type Anchor = readonly [count: number, source: number];

export const openRingWriter = ({ words, seams, samples, second }: PlayerMemory): RingWriter => {
  const capacity = samples.length / CHANNELS;
  const mask = maskOf(capacity);
  /** Frames ever written, those that are not shown yet among them. */
  let head = words[WORD.write];
  let revision: Revision | null = null;
  /** Where the sources of what lies ahead begin, oldest first; and the same of the new sound. */
  let anchors: Anchor[] = [[head, words[WORD.startSource]]];
  let fresh: Anchor[] = [];

  const sourceAt = (count: number): number => {
    const read = Atomics.load(words, WORD.read);
    while (anchors.length > 1 && ((anchors[1][0] - read) | 0) <= 0) anchors.shift();
    const [at, source] = anchors.findLast(([start]) => ((count - start) | 0) >= 0) ?? anchors[0];
    return (source + ((count - at) | 0)) | 0;
  };
  const copy = (into: Float32Array, from: Float32Array, at: number, take: number): void => {
    const place = head & mask;
    const first = Math.min(take, capacity - place);
    into.set(from.subarray(at * CHANNELS, (at + first) * CHANNELS), place * CHANNELS);
    into.set(from.subarray((at + first) * CHANNELS, (at + take) * CHANNELS), 0);
  };
  const show = (): void => {
    if (revision === null || revision.shown) Atomics.store(words, WORD.write, head);
  };
  const end = (): void => {
    Atomics.store(words, WORD.endedSplice, words[WORD.splice]);
    Atomics.store(words, WORD.ended, words[WORD.generation]);
  };

  const writer: RingWriter = {
    begin(source, paired = false) {
      if (revision !== null && !revision.shown) head = revision.start; // What nobody saw is gone.
      revision = null;
      anchors = [[head, source]];
      Atomics.store(words, WORD.start, head);
      Atomics.store(words, WORD.startSource, source);
      Atomics.store(words, WORD.startSeams, words[WORD.seamsWritten]);
      Atomics.store(words, WORD.paired, paired ? 1 : 0);
      // Last: a reader that sees the generation sees its start.
      Atomics.store(words, WORD.generation, (words[WORD.generation] + 1) | 0);
      show();
    },
    write(from, at, count, other) {
      const take = Math.min(count, writer.space());
      copy(samples, from, at, take);
      if (other !== undefined) copy(second, other, at, take);
      head = (head + take) | 0;
      show();
      return take;
    },
    seam(source) {
      const written = words[WORD.seamsWritten];
      if (((written - Atomics.load(words, WORD.seamsRead)) | 0) >= SEAMS) return false;
      const slot = (written & (SEAMS - 1)) * 2;
      seams[slot] = head;
      seams[slot + 1] = source;
      (revision === null ? anchors : fresh).push([head, source]);
      Atomics.store(words, WORD.seamsWritten, (written + 1) | 0);
      return true;
    },
    end() {
      if (revision !== null) revision.ended = true;
      if (revision === null || revision.shown) end();
    },
    revise(margin) {
      if (writer.revision() !== 'none') return null;
      const from = (Atomics.load(words, WORD.read) + margin) | 0;
      if (Atomics.load(words, WORD.joined) !== words[WORD.generation] || ((head - from) | 0) <= 0) return null;
      const source = sourceAt(from);
      revision = { from, source, start: head, seams: words[WORD.seamsWritten], shown: false, ended: false };
      fresh = [[head, source]];
      return frames(source);
    },
    revised(guard) {
      if (revision === null) return 0;
      const enter = (Atomics.load(words, WORD.read) + guard) | 0;
      return (head - revision.start - Math.max(0, (enter - revision.from) | 0)) | 0;
    },
    splice(guard, fade) {
      if (revision === null || revision.shown) return false;
      const { from, start, source } = revision;
      const read = Atomics.load(words, WORD.read);
      const late = Math.max(0, (read + guard - from) | 0);
      const leave = (from + late) | 0;
      const enter = (start + late) | 0;
      if (((start - leave) | 0) < fade || ((head - enter) | 0) < fade) return false;
      for (let i = 0; i < fade; i++) {
        const old = ((leave + i) & mask) * CHANNELS;
        const to = ((enter + i) & mask) * CHANNELS;
        const weight = (i + 1) / (fade + 1);
        // As a step from the old: where both are the same, so is what comes of it.
        for (let c = 0; c < CHANNELS; c++) {
          samples[to + c] = samples[old + c] + weight * (samples[to + c] - samples[old + c]);
          second[to + c] = second[old + c] + weight * (second[to + c] - second[old + c]);
        }
      }
      Atomics.store(words, WORD.spliceFrom, leave);
      Atomics.store(words, WORD.spliceTo, enter);
      Atomics.store(words, WORD.spliceStart, start);
      Atomics.store(words, WORD.spliceSource, source);
      Atomics.store(words, WORD.spliceSeams, revision.seams);
      // A reader that sees the splice sees its place; one that sees more written sees the splice.
      Atomics.store(words, WORD.splice, (words[WORD.splice] + 1) | 0);
      revision.shown = true;
      show();
      if (revision.ended) end();
      return true;
    },
    revision() {
      if (revision === null) return 'none';
      if (Atomics.load(words, WORD.spliceMissed) === words[WORD.splice]) revision.shown = false;
      if (!revision.shown) return 'writing';
      if (Atomics.load(words, WORD.spliced) !== words[WORD.splice]) return 'shown';
      anchors = fresh;
      revision = null;
      return 'none';
    },
    splices: () => words[WORD.splice],
    space: () => capacity - ((head - Atomics.load(words, WORD.read)) | 0),
    ahead() {
      if (writer.revision() === 'shown') return writer.filled();
      const read = Atomics.load(words, WORD.read);
      const start = words[WORD.start];
      const from = ((read - start) | 0) > 0 ? read : start;
      return Math.max(0, ((revision?.start ?? head) - from) | 0);
    },
    filled() {
      if (writer.revision() === 'none' || revision === null) return writer.ahead();
      return (head - revision.start + ((revision.from - Atomics.load(words, WORD.read)) | 0)) | 0;
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
  /** True when the generation that was joined is of two sounds. */
  paired(): boolean;
  /** Copies up to `count` frames to the start of `into`, and of two sounds the second to `other`; returns how many. */
  read(into: Float32Array, count: number, other?: Float32Array): number;
}

export const openRingReader = ({ words, seams, samples, second }: PlayerMemory): RingReader => {
  const capacity = samples.length / CHANNELS;
  const mask = maskOf(capacity);
  /** The frame of the source at a count of frames: the last seam that was passed, or the generation's start. */
  let seamAt = words[WORD.read];
  let seamSource = words[WORD.position];
  let paired = words[WORD.paired] === 1;
  /** The splice that was looked at last, and whether it is `ahead`, was `missed`, or is behind us. */
  let known = words[WORD.splice];
  let ahead = false;
  let missed = false;
  let leave = 0;
  let enter = 0;
  let start = 0;

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

  /** Goes over to the new sound. The frame of the source is the one that would have followed in the old. */
  const cross = (): number => {
    ahead = false;
    seamAt = start;
    seamSource = Atomics.load(words, WORD.spliceSource);
    Atomics.store(words, WORD.seamsRead, Atomics.load(words, WORD.spliceSeams));
    passSeams(enter);
    Atomics.store(words, WORD.position, (seamSource + ((enter - seamAt) | 0)) | 0);
    Atomics.store(words, WORD.read, enter);
    Atomics.store(words, WORD.spliced, known);
    return enter;
  };

  /** Where what can be read ends. Looks for a splice only after it: one that made it longer is seen then. */
  const look = (): number => {
    const end = Atomics.load(words, reader.behind() ? WORD.start : WORD.write);
    const splice = Atomics.load(words, WORD.splice);
    if (splice === known) return end;
    known = splice;
    leave = Atomics.load(words, WORD.spliceFrom);
    enter = Atomics.load(words, WORD.spliceTo);
    start = Atomics.load(words, WORD.spliceStart);
    ahead = ((leave - words[WORD.read]) | 0) >= 0;
    missed = !ahead;
    if (missed) Atomics.store(words, WORD.spliceMissed, known);
    return end;
  };
  const left = (end: number): number => {
    const read = words[WORD.read];
    if (ahead) return ((leave - read) | 0) + Math.max(0, (end - enter) | 0);
    // What lies behind the old sound is not its own.
    return missed && ((end - start) | 0) > 0 ? (start - read) | 0 : (end - read) | 0;
  };

  /** Copies frames that lie in a row. */
  const copy = (into: Float32Array, at: number, count: number, other?: Float32Array): void => {
    const place = (words[WORD.read] & mask) * CHANNELS;
    const to = at * CHANNELS;
    for (let i = 0; i < count * CHANNELS; i++) into[to + i] = samples[(place + i) & (2 * capacity - 1)];
    if (paired && other !== undefined)
      for (let i = 0; i < count * CHANNELS; i++) other[to + i] = second[(place + i) & (2 * capacity - 1)];
    Atomics.store(words, WORD.read, (words[WORD.read] + count) | 0);
  };

  const reader: RingReader = {
    behind: () => Atomics.load(words, WORD.generation) !== words[WORD.joined],
    join() {
      // Two jumps in a row may be seen half: then the next call joins once more.
      const generation = Atomics.load(words, WORD.generation);
      const first = Atomics.load(words, WORD.start);
      paired = Atomics.load(words, WORD.paired) === 1;
      known = Atomics.load(words, WORD.splice);
      ahead = false;
      missed = false;
      seamAt = first;
      seamSource = Atomics.load(words, WORD.startSource);
      Atomics.store(words, WORD.seamsRead, Atomics.load(words, WORD.startSeams));
      passSeams(first);
      Atomics.store(words, WORD.position, seamSource);
      Atomics.store(words, WORD.read, first);
      Atomics.store(words, WORD.joined, generation);
    },
    available: () => left(look()),
    paired: () => paired,
    ended() {
      if (Atomics.load(words, WORD.ended) !== words[WORD.joined] || words[WORD.joined] === 0) return false;
      const after = Atomics.load(words, WORD.endedSplice);
      look();
      return after === known;
    },
    read(into, count, other) {
      const stale = reader.behind();
      const take = Math.min(count, left(look()));
      for (let done = 0; done < take; ) {
        if (ahead && words[WORD.read] === leave) cross();
        const row = ahead ? Math.min(take - done, (leave - words[WORD.read]) | 0) : take - done;
        copy(into, done, row, other);
        done += row;
      }
      if (ahead && words[WORD.read] === leave) cross();
      const now = words[WORD.read];
      if (!stale) passSeams(now); // Else those that come are the next generation's.
      Atomics.store(words, WORD.position, (seamSource + ((now - seamAt) | 0)) | 0);
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

/**
 * Any thread. The frame that sounds next in the newest generation: where it starts, as long as the audio thread has not
 * joined it. A device that was let go may take minutes to.
 */
export const placeOf = (memory: PlayerMemory): Frames => {
  const { words } = memory;
  const joined = Atomics.load(words, WORD.joined) === Atomics.load(words, WORD.generation);
  return joined ? positionOf(memory) : frames(Atomics.load(words, WORD.startSource));
};
