import { fadeGain } from '../audio/index.ts';
import { CHANNELS, CueforgeError, type Frames, frames, type Layer } from '../model/index.ts';
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
  readonly open: OpenSource;
  readonly passes: () => number | null;
  readonly onLength: (file: Frames) => void;
  /** Frames that are asked for now: what is read of the file in one go. */
  readonly most: () => number;
}

/**
 * `onLength` hears how long the file is, once its end was read. `begin`: the frame of the layer to begin with, and how long
 * its file is as far as is known. Memory: one crossfade, and what was asked for last.
 */
export const openLayer = (
  layer: Layer,
  open: OpenSource,
  onLength: (file: Frames) => void,
  begin: { readonly from: number; readonly file: Frames | null } = { from: 0, file: null },
): LayerStream => {
  let passes = layer.loop?.times ?? null;
  const start = startOf(layer, begin.from, begin.file, () => passes);
  let source: SoundSource | null = null;
  let closed = false;
  const openHere: OpenSource = (file, from) => {
    if (closed) throw new CueforgeError('cancelled', 'The layer is closed');
    source = open(file, from);
    return source;
  };
  let asked = 0;
  const reading = { layer, open: openHere, passes: () => passes, onLength, most: () => asked };
  const pieces = unroll(reading, start);
  let rest: Float32Array | null = null;
  return {
    async next(most) {
      asked = most;
      if (rest === null) {
        const step = await pieces.next();
        if (step.done) return null;
        rest = step.value;
      }
      const piece = rest.subarray(0, most * CHANNELS);
      rest = piece.length === rest.length ? null : rest.subarray(piece.length);
      return piece;
    },
    setPasses(given) {
      passes = given;
    },
    async close() {
      rest = null;
      closed = true;
      // The source first: a question that it does not answer would keep the pieces from ending.
      await source?.close();
      await pieces.return(undefined).catch(() => undefined);
    },
  };
};

/** Where a stream begins: in a pass of its loop (from 1), at a frame of its file; the first `drop` frames are not needed. */
interface Start {
  readonly pass: number;
  readonly at: number;
  readonly drop: number;
}

/** Asked when it is read: a devamp may have changed the passes by then. */
const startOf =
  (layer: Layer, from: number, file: Frames | null, passes: () => number | null): (() => Start) =>
  () => {
    const first = { pass: 1, at: layer.trimStart + from, drop: 0 };
    const end = layerEnd(layer, file);
    const region = end === null ? null : loopRegion(layer, end);
    if (region === null) return first;
    const cycle = region.end - region.start - region.crossfade;
    // Where the second pass begins, under the crossfade of the first.
    const second = region.end - region.crossfade - layer.trimStart;
    const pass = Math.min(passes() ?? Number.POSITIVE_INFINITY, 2 + Math.floor((from - second) / cycle));
    if (from < second || pass < 2) return first;
    const into = from - second - (pass - 2) * cycle;
    if (into >= region.crossfade) return { pass, at: region.start + into, drop: 0 };
    return { pass: pass - 1, at: region.end - region.crossfade, drop: into };
  };

async function* unroll(reading: Reading, start: () => Start): AsyncGenerator<Float32Array, void> {
  let { pass, at, drop } = start();
  for await (const piece of repeat(reading, { pass, at })) {
    const dropped = Math.min(drop, piece.length / CHANNELS);
    drop -= dropped;
    if (dropped < piece.length / CHANNELS) yield piece.subarray(dropped * CHANNELS);
  }
}

async function* repeat(
  { layer, open, passes, onLength, most: asked }: Reading,
  start: { readonly pass: number; readonly at: number },
): AsyncGenerator<Float32Array, void> {
  const { file, trimStart, trimEnd } = layer;
  const begin = Math.max(layer.loop?.start ?? 0, trimStart);
  const last = trimEnd ?? Number.POSITIVE_INFINITY;
  let loop = layer.loop;
  let at: number = start.at;
  let source = open(file, frames(at));
  try {
    for (let pass = start.pass, from = at, tail = new Float32Array(0); ; ) {
      const limit = Math.min(loop?.end ?? Number.POSITIVE_INFINITY, last);
      const hold = (loop?.crossfade.length ?? 0) * CHANNELS;
      let held = new Float32Array(0);
      let ended = false;
      while (at < limit) {
        const read = await source.next(Math.min(asked(), limit - at));
        if (read === null) {
          ended = true;
          onLength(frames(at));
          break;
        }
        const piece = mixIn(read, tail, at - from, loop?.crossfade ?? null);
        at += piece.length / CHANNELS;
        const both = join(held, piece);
        const ready = Math.max(0, both.length - hold);
        held = both.slice(ready);
        if (ready > 0) yield both.subarray(0, ready);
      }
      const most = passes();
      const again = loop !== null && at > begin && (most === null || pass < most);
      if (!again) {
        if (held.length > 0) yield held;
        if (ended || at >= last) return;
        loop = null; // On past what was repeated, to the end.
        tail = new Float32Array(0);
        from = at;
        continue;
      }
      pass += 1;
      // Never more than half of what is repeated: the rest of it has sounded.
      const most2 = Math.floor((at - begin) / 2) * CHANNELS;
      if (held.length > most2) yield held.subarray(0, held.length - most2);
      tail = held.slice(Math.max(0, held.length - most2));
      await source.close();
      at = begin;
      from = begin;
      source = open(file, frames(at));
    }
  } finally {
    await source.close();
  }
}

const join = (a: Float32Array, b: Float32Array): Float32Array => {
  if (a.length === 0) return b;
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

/** The end of the pass before, faded out under the beginning of this one. `at`: frames of this pass so far. */
const mixIn = (
  piece: Float32Array,
  tail: Float32Array,
  at: number,
  fade: { readonly length: Frames; readonly curve: 'linear' | 'equal-power' | 'raised-cosine-db' } | null,
): Float32Array => {
  const crossing = Math.min(piece.length, tail.length - at * CHANNELS);
  if (fade === null || crossing <= 0) return piece;
  const length = tail.length / CHANNELS;
  const shape = { length: frames(length), curve: fade.curve };
  const mixed = piece.slice();
  for (let i = 0; i < crossing; i += 1) {
    const frame = at + Math.floor(i / CHANNELS);
    mixed[i] = piece[i] * fadeGain(shape, frame) + tail[at * CHANNELS + i] * fadeGain(shape, length - frame);
  }
  return mixed;
};
