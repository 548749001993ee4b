import { createLimiter, fadeGain, LIMITER_LOOKAHEAD, LIMITER_MEMORY } from '../../audio/index.ts';
import { CHANNELS, decibels, type Frames, frames, type SessionCue, toFailure, toLinear } from '../../model/index.ts';
import { type LayerStream, type OpenSource, openLayer } from '../../session/index.ts';
import type { PcmStream } from '../pcm-stream.ts';
import { type AuditionSound, type FileLengths, filesToMeasure, planAudition } from './audition-plan.ts';

export interface AuditionParts {
  /** `file`: as the cuelist writes it. */
  readonly openSource: OpenSource;
  /** What is known of a file, as the cuelist writes it. */
  readonly fileOf: FileLengths;
}

/** The ceiling of every session's mix. */
const CEILING = decibels(-1);
/** Frames mixed at a time. */
const BLOCK = 4_800;

/**
 * A cue as it sounds alone, from a frame on: the samples that the live session would give, its limiter included, wherever it
 * begins. Files of unknown length are read once to find it. What has no end ends after 10 minutes. Throws where the cue has
 * no sound, or none that can be played; a file that fails on its way fails the stream there.
 */
export const openAudition = async (cue: SessionCue, parts: AuditionParts, from: Frames): Promise<PcmStream> => {
  const fileOf = await measured(cue, parts);
  const { sounds, length } = planAudition(cue, fileOf);
  const voices = sounds.map((sound) => createVoice(sound, parts.openSource));
  const limiter = createLimiter(CEILING);
  const output = new Float32Array((BLOCK + LIMITER_LOOKAHEAD) * CHANNELS);
  /** The next frame that is mixed, and the next that the limiter gives. */
  let at = Math.max(0, from - LIMITER_MEMORY);
  let given = at;
  let ready = new Float32Array(0);
  let closed = false;

  /** Mixes on; false: it is at its end. */
  const mixOn = async (): Promise<boolean> => {
    if (given >= length || closed) return false;
    const count = Math.min(BLOCK, length - at);
    const sum = new Float64Array(count * CHANNELS);
    for (const voice of voices) await voice.add(sum, at);
    const written = count > 0 ? limiter.process(new Float32Array(sum), output) : limiter.flush(output);
    const first = Math.min(written, Math.max(0, from - given));
    const last = Math.min(written, length - given);
    ready = output.slice(first * CHANNELS, Math.max(first, last) * CHANNELS);
    at += count;
    given += written;
    return true;
  };

  return {
    length: () => length,
    async next(most) {
      while (ready.length === 0) if (!(await mixOn())) return null;
      const piece = ready.slice(0, most * CHANNELS);
      ready = ready.subarray(piece.length);
      return piece;
    },
    async close() {
      closed = true;
      await Promise.all(voices.map((voice) => voice.close()));
    },
  };
};

/** What is known of the files, the lengths that were not among it. */
const measured = async (cue: SessionCue, { openSource, fileOf }: AuditionParts): Promise<FileLengths> => {
  const found = new Map<string, ReturnType<FileLengths>>();
  for (const file of filesToMeasure(cue, fileOf)) found.set(file, await lengthOf(file, openSource));
  return (file) => found.get(file) ?? fileOf(file);
};

const lengthOf = async (file: string, open: OpenSource): Promise<ReturnType<FileLengths>> => {
  const source = open(file, frames(0));
  try {
    for (let length = 0; ; ) {
      const piece = await source.next(10 * BLOCK);
      if (piece === null) return { frames: frames(length), broken: null };
      length += piece.length / CHANNELS;
    }
  } catch (error) {
    return { frames: null, broken: toFailure(error).message };
  } finally {
    await source.close();
  }
};

/** One layer, opened when it is first due and closed when it is over. */
const createVoice = (sound: AuditionSound, open: OpenSource) => {
  const { layer, file, at, length, fadeIn, fadeOut } = sound;
  const gain = toLinear(layer.gain);
  let stream: LayerStream | null = null;
  /** The next frame of it that is read. */
  let read = 0;
  let ended = false;
  let closed = false;

  const gainAt = (place: number): number => {
    let g = gain;
    if (place < fadeIn.length) g *= fadeGain(fadeIn, place);
    if (place >= length - fadeOut.length) g *= fadeGain(fadeOut, length - 1 - place);
    return g;
  };
  const addTo = (sum: Float64Array, piece: Float32Array, place: number, to: number): void => {
    for (let i = 0, o = to * CHANNELS; i < piece.length; i += CHANNELS, o += CHANNELS) {
      const g = gainAt(place + i / CHANNELS);
      sum[o] += piece[i] * g;
      sum[o + 1] += piece[i + 1] * g;
    }
  };
  const close = async (): Promise<void> => {
    ended = true;
    await stream?.close();
    stream = null;
  };

  return {
    /** Adds its sound to `sum`, which begins at frame `start` of the audition. Blocks follow each other. */
    async add(sum: Float64Array, start: number): Promise<void> {
      const first = Math.max(0, start - at);
      const last = Math.min(length, start + sum.length / CHANNELS - at);
      if (closed || ended || last <= 0 || first >= last) return;
      if (stream === null) {
        stream = openLayer(layer, open, () => undefined, { from: first, file });
        read = first;
      }
      while (read < last) {
        const piece: Float32Array | null = await stream.next(last - read);
        if (piece === null || closed) return close();
        addTo(sum, piece, read, at + read - start);
        read += piece.length / CHANNELS;
      }
      if (last === length) await close();
    },
    async close(): Promise<void> {
      closed = true;
      await close();
    },
  };
};
