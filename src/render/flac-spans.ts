import { open } from 'node:fs/promises';
import { bareFlacHead, FLAC_BLOCK, MP3_FRAME, renumbered } from '../media/index.ts';
import { CueforgeError } from '../model/index.ts';
import type { Span } from '../plan/index.ts';
import { decodedSpans } from './decoded-spans.ts';
import { flacPlaces } from './flac-layout.ts';
import type { PlainSound } from './plain-sound.ts';

/** Spans of samples of a FLAC, as `decodedSpans` gives them: those that a decode of the whole has there. */
export const decodeFlacSpans = (
  flac: PlainSound,
  spans: readonly Span[],
  ffmpeg: { readonly path: string },
  signal: AbortSignal,
) => {
  const parts = spans.map(({ start, end }) => ({
    start: Math.floor(start / FLAC_BLOCK),
    end: Math.ceil(end / FLAC_BLOCK),
  }));
  // The last block may be shorter: no span goes beyond it.
  const windows = parts.map(({ start, end }, i) => ({
    start: start * FLAC_BLOCK,
    end: end === flac.blocks!.length ? spans[i].end : end * FLAC_BLOCK,
  }));
  const feed = { format: 'flac', path: flac.path, windows, bytes: () => bytesOf(flac, parts) } as const;
  return decodedSpans(feed, spans, ffmpeg, signal);
};

/** Blocks, numbered as if nothing lay between them: a decoder doubts those that do not follow. */
async function* bytesOf({ path, offset, blocks }: PlainSound, parts: readonly Span[]): AsyncGenerator<Uint8Array> {
  const placeOf = flacPlaces(blocks!);
  const file = await open(path, 'r');
  try {
    yield await bareFlacHead(file);
    let number = 0;
    for (const { start, end } of parts) {
      for (let block = start; block < end; block++) {
        const bytes = Buffer.alloc(blocks![block]);
        const { bytesRead } = await file.read(
          bytes,
          0,
          bytes.length,
          offset + placeOf((block * FLAC_BLOCK) / MP3_FRAME),
        );
        if (bytesRead < bytes.length)
          throw new CueforgeError('check-failed', `"${path}" is shorter than it was written`);
        yield renumbered(bytes, block, number);
        number += 1;
      }
    }
  } finally {
    await file.close();
  }
}
