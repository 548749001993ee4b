import type { Span } from '../plan/index.ts';
import { decodeMp3Spans, mp3SamplesOf } from './mp3-spans.ts';
import type { PlainSound } from './plain-sound.ts';
import { readWavSpans, wavSamplesOf } from './wav-spans.ts';

/**
 * Spans of samples of a file, in order; gives each span's samples in pieces, interleaved stereo, good until the next is
 * asked for: those that a decode of the whole has there. Spans lie within the file.
 */
export const decodeSpans = (
  sound: PlainSound,
  spans: readonly Span[],
  ffmpeg: { readonly path: string },
  signal: AbortSignal,
): AsyncGenerator<{ readonly span: number; readonly pcm: Float32Array }> =>
  sound.kind === 'mp3' ? decodeMp3Spans(sound, spans, ffmpeg, signal) : readWavSpans(sound, spans, signal);

/** The decoded samples [first, last) that frames [from, to) of a file decide, whatever lies around them. */
export const samplesOf = (kind: PlainSound['kind'], from: number, to: number): readonly [number, number] =>
  kind === 'mp3' ? mp3SamplesOf(from, to) : wavSamplesOf(from, to);
