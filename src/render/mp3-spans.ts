import { open } from 'node:fs/promises';
import { DECODED_FROM, MP3_FRAME } from '../media/index.ts';
import { CueforgeError } from '../model/index.ts';
import type { Span } from '../plan/index.ts';
import { decodedSpans } from './decoded-spans.ts';
import type { PlainSound } from './plain-sound.ts';

/** Frames that a decoder needs before the first whose samples are those of the whole. */
const LEAD = 3;
/** Bytes that are read at a time. */
const READ = 1 << 18;

/** Frames of the MP3 that hold the decoded samples [start, end), those that the decoder needs before them included. */
const framesFor = ({ start, end }: Span, { frames }: PlainSound): Span => ({
  start: Math.max(0, Math.floor((start + DECODED_FROM) / MP3_FRAME) - LEAD),
  end: Math.min(frames, Math.ceil((end + DECODED_FROM) / MP3_FRAME)),
});

/** The decoded samples [first, last) that frames [from, to) of an MP3 decide, whatever lies around them. */
export const mp3SamplesOf = (from: number, to: number): readonly [first: number, last: number] => [
  (from + LEAD) * MP3_FRAME - DECODED_FROM,
  to * MP3_FRAME - DECODED_FROM,
];

/** Spans of samples of an MP3, as `decodedSpans` gives them: those that a decode of the whole has there. */
export const decodeMp3Spans = (
  mp3: PlainSound,
  spans: readonly Span[],
  ffmpeg: { readonly path: string },
  signal: AbortSignal,
) => {
  const parts = spans.map((span) => framesFor(span, mp3));
  const windows = parts.map(({ start, end }) => ({
    start: start * MP3_FRAME - DECODED_FROM,
    end: end * MP3_FRAME - DECODED_FROM,
  }));
  const feed = { format: 'mp3', path: mp3.path, windows, bytes: () => bytesOf(mp3, parts) } as const;
  return decodedSpans(feed, spans, ffmpeg, signal);
};

async function* bytesOf(mp3: PlainSound, parts: readonly Span[]): AsyncGenerator<Uint8Array> {
  const file = await open(mp3.path, 'r');
  try {
    for (const { start, end } of parts) {
      const stop = mp3.offset + end * mp3.frameBytes;
      for (let at = mp3.offset + start * mp3.frameBytes; at < stop; ) {
        const piece = Buffer.alloc(Math.min(READ, stop - at));
        const { bytesRead } = await file.read(piece, 0, piece.length, at);
        if (bytesRead === 0) throw new CueforgeError('check-failed', `"${mp3.path}" is shorter than it was written`);
        at += bytesRead;
        yield piece.subarray(0, bytesRead);
      }
    }
  } finally {
    await file.close();
  }
}
