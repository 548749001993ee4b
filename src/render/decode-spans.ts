import { MP3_FRAME } from '../media/index.ts';
import type { Span } from '../plan/index.ts';
import { decodeFlacSpans } from './flac-spans.ts';
import { decodeMp3Spans, mp3SamplesOf } from './mp3-spans.ts';
import type { PlainSound } from './plain-sound.ts';
import { readWavSpans } from './wav-spans.ts';

/** How spans of samples of a file are read. */
export type ReadSpans = (
  sound: PlainSound,
  spans: readonly Span[],
  ffmpeg: { readonly path: string },
  signal: AbortSignal,
) => AsyncGenerator<{ readonly span: number; readonly pcm: Float32Array }>;

const READERS: Record<PlainSound['kind'], ReadSpans> = {
  mp3: decodeMp3Spans,
  wav: (wav, spans, _, signal) => readWavSpans(wav, spans, signal),
  flac: decodeFlacSpans,
};

/**
 * Spans of samples of a file, in order; gives each span's samples in pieces, interleaved stereo, good until the next is
 * asked for: those that a decode of the whole has there. Spans lie within the file.
 */
export const decodeSpans: ReadSpans = (sound, ...asked) => READERS[sound.kind](sound, ...asked);

/** The decoded samples [first, last) that frames [from, to) of a file decide, whatever lies around them. */
export const samplesOf = (kind: PlainSound['kind'], from: number, to: number): readonly [number, number] =>
  kind === 'mp3' ? mp3SamplesOf(from, to) : [from * MP3_FRAME, to * MP3_FRAME];
