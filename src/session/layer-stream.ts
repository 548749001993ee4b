import { fadeGain } from '../audio/index.ts';
import { CHANNELS, CueforgeError, type FadeCurve, type Frames, frames, type Layer } from '../model/index.ts';
import { layerEnd, loopRegion } from '../plan/index.ts';

/**
 * Decoded sound of a file from one place on, asked for piece by piece: at most `most` frames; null: it is at its end. A
 * piece is the caller's own: it is never written again.
 */
export interface SoundSource {
  next(most: number): Promise<Float32Array | null>;
  close(): Promise<void>;
}

/** Opens a file for reading from a frame on. Failures come from `next`. */
export type OpenSource = (file: string, from: Frames) => SoundSource;

/** What a layer sounds like from its beginning: trimmed, its loop unrolled, gains and fades apart. */
export interface LayerStream extends SoundSource {
  /** Passes of its loop in all; null: until it is closed. */
  setPasses(passes: number | null): void;
}

/** How a layer is read. */
interface Reading {
  readonly layer: Layer;
  /** Frames of its file, as far as is known; null: not at all. */
  readonly stated: Frames | null;
  readonly open: OpenSource;
  readonly closeAll: () => Promise<void>;
  readonly passes: () => number | null;
  readonly onLength: (file: Frames) => void;
  /** Frames that are asked for now: no more are read in one go, and none are held beside them. */
  readonly most: () => number;
}

/**
 * `onLength` hears how long the file is, once its end was read. `begin`: the frame of the layer to begin with, and how long
 * its file is as far as is known. Holds nothing between two questions: where passes cross, both are read side by side.
 */
export const openLayer = (
  layer: Layer,
  open: OpenSource,
  onLength: (file: Frames) => void,
  begin: { readonly from: number; readonly file: Frames | null } = { from: 0, file: null },
): LayerStream => {
  let passes = layer.loop?.times ?? null;
  const start = startOf(layer, begin.from, begin.file, () => passes);
  const sources = new Set<SoundSource>();
  let closed = false;
  const openHere: OpenSource = (file, from) => {
    if (closed) throw new CueforgeError('cancelled', 'The layer is closed');
    const source = open(file, from);
    sources.add(source);
    return {
      next: (most) => source.next(most),
      async close() {
        sources.delete(source);
        await source.close();
      },
    };
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all([...sources].map((source) => source.close()));
    sources.clear();
  };
  let asked = 0;
  const reading = { layer, stated: begin.file, open: openHere, closeAll, passes: () => passes, onLength };
  const pieces = unroll({ ...reading, most: () => asked }, start);
  return {
    async next(most) {
      asked = most;
      const step = await pieces.next();
      return step.done ? null : step.value;
    },
    setPasses(given) {
      passes = given;
    },
    async close() {
      closed = true;
      // The sources first: a question that one does not answer would keep the pieces from ending.
      await closeAll();
      await pieces.return(undefined).catch(() => undefined);
    },
  };
};

/** Where a stream begins: in a pass of its loop (from 1), at a frame of its file. */
interface Start {
  readonly pass: number;
  readonly at: number;
  /** What of the pass before still sounds then: from a frame of the file on, in a crossfade of `length`. Null: nothing. */
  readonly under: { readonly at: number; readonly length: number } | null;
}

/** Asked when it is read: a devamp may have changed the passes by then. */
const startOf =
  (layer: Layer, from: number, file: Frames | null, passes: () => number | null): (() => Start) =>
  () => {
    const first = { pass: 1, at: layer.trimStart + from, under: null };
    const end = layerEnd(layer, file);
    const region = end === null ? null : loopRegion(layer, end);
    if (region === null) return first;
    const { crossfade } = region;
    const cycle = region.end - region.start - crossfade;
    // Where the second pass begins, under the crossfade of the first.
    const second = region.end - crossfade - layer.trimStart;
    const pass = Math.min(passes() ?? Number.POSITIVE_INFINITY, 2 + Math.floor((from - second) / cycle));
    if (from < second || pass < 2) return first;
    const into = from - second - (pass - 2) * cycle;
    const under = into < crossfade ? { at: region.end - crossfade + into, length: crossfade } : null;
    return { pass, at: region.start + into, under };
  };

/** Where what is repeated begins in the file. */
const loopStart = ({ loop, trimStart }: Layer): number => Math.max(loop?.start ?? 0, trimStart);
/** Where it ends at the latest; not known: where the file ends. */
const loopLimit = ({ loop, trimEnd }: Layer): number =>
  Math.min(loop?.end ?? Number.POSITIVE_INFINITY, trimEnd ?? Number.POSITIVE_INFINITY);

async function* unroll(reading: Reading, start: () => Start): AsyncGenerator<Float32Array, void> {
  const { layer, open, closeAll, passes, onLength, most } = reading;
  const { file, trimEnd } = layer;
  const begin = loopStart(layer);
  const last = trimEnd ?? Number.POSITIVE_INFINITY;
  const begun = start();
  let { pass, at } = begun;
  let loop = layer.loop;
  let turn: Turn | null = null;
  try {
    let source = open(file, frames(at));
    let under = begun.under && { source: open(file, frames(begun.under.at)), length: begun.under.length };
    const lookForTurn = createTurnFinder(reading, at);
    for (;;) {
      // The last pass goes on past what was repeated, to the end.
      if (loop !== null && pass >= (passes() ?? Number.POSITIVE_INFINITY)) loop = null;
      if (loop !== null) turn ??= await lookForTurn(at, at + most());
      const limit = loop === null ? last : (turn?.at ?? loopLimit(layer));
      // Of what is asked for, one half is for the pass that goes.
      const asked = under === null ? most() : Math.max(1, Math.floor(most() / 2));
      const piece = at < limit ? await source.next(Math.min(asked, limit - at)) : null;
      if (piece !== null) {
        if (under !== null) {
          await mixUnder(piece, at - begin, { ...under, curve: layer.loop!.crossfade.curve });
          if (at - begin + piece.length / CHANNELS >= under.length) {
            await under.source.close();
            under = null;
          }
        }
        at += piece.length / CHANNELS;
        yield piece;
        continue;
      }
      if (at < limit) onLength(frames(at));
      if (loop === null) return;
      if (turn === null || at < limit) turn = { at, end: at };
      if (at <= begin) {
        loop = null; // The file ends before it.
        continue;
      }
      pass += 1;
      if (turn.end > at) under = { source, length: turn.end - at };
      else await source.close();
      at = begin;
      source = open(file, frames(at));
    }
  } finally {
    await closeAll();
  }
}

/** Where a pass gives way to the next one, and where it ends, under that one's beginning. Frames of the file. */
interface Turn {
  readonly at: number;
  readonly end: number;
}

/** What is to sound first is not kept waiting by the search for a turn that is farther off, as far as is known: 2 s. */
const NEAR = 96_000;

/**
 * Finds the end of what is repeated a crossfade before it comes, so that nothing must be held until it is known: another
 * source is read beside the one that is played, and what it gives is dropped. Asked for what is to be read, [at, to), it
 * gives null where no pass turns in it. A loop without a crossfade needs none of it. What is stated of the length of a file
 * may be wrong by some seconds: it tells when there is no hurry, and no more. `from`: where the stream began.
 */
const createTurnFinder = ({ layer, stated, open, onLength }: Reading, from: number) => {
  const begin = loopStart(layer);
  const limit = loopLimit(layer);
  const crossfade = layer.loop?.crossfade.length ?? 0;
  const likely = Math.min(limit, stated ?? Number.POSITIVE_INFINITY);
  const crossfadeBefore = (end: number): number => Math.max(0, Math.min(crossfade, Math.floor((end - begin) / 2)));
  const ahead = crossfadeBefore(likely);
  let source: SoundSource | null = null;
  let read = 0;
  let hasRead = false;
  const lookFrom = (at: number): SoundSource => {
    read = at;
    return open(layer.file, frames(at));
  };
  return async (at: number, to: number): Promise<Turn | null> => {
    const isFar = stated !== null && to + ahead + NEAR < likely;
    if (ahead === 0 || (isFar && to < from + NEAR)) return null;
    source ??= lookFrom(at + ahead);
    let ended = false;
    while (!ended && read < Math.min(limit, to + ahead)) {
      const piece = await source.next(Math.min(to - at, limit - read));
      if (piece !== null) read += piece.length / CHANNELS;
      else if (hasRead) ended = true;
      else {
        // It ends before, somewhere.
        await source.close();
        source = lookFrom(at);
      }
      hasRead = true;
    }
    if (!ended && read < limit) return null;
    if (ended) onLength(frames(read));
    await source.close();
    return { at: read - Math.min(crossfadeBefore(read), Math.max(0, read - at)), end: read };
  };
};

/**
 * The end of the pass before, faded out under the beginning of this one, which fades in: the piece is mixed where it is.
 * `at`: frames of this pass so far.
 */
const mixUnder = async (
  piece: Float32Array,
  at: number,
  under: { readonly source: SoundSource; readonly length: number; readonly curve: FadeCurve },
): Promise<void> => {
  const shape = { length: frames(under.length), curve: under.curve };
  const crossing = Math.min(piece.length / CHANNELS, under.length - at);
  for (let done = 0; done < crossing; ) {
    // A file that was cut short meanwhile is silent from there on.
    const tail = (await under.source.next(crossing - done)) ?? new Float32Array((crossing - done) * CHANNELS);
    for (let i = 0; i < tail.length; i += 1) {
      const frame = at + done + Math.floor(i / CHANNELS);
      const sample = done * CHANNELS + i;
      piece[sample] = piece[sample] * fadeGain(shape, frame) + tail[i] * fadeGain(shape, under.length - frame);
    }
    done += tail.length / CHANNELS;
  }
};
