import { open } from 'node:fs/promises';
import { DECODED_FROM, ffmpegFailure, letGo, MP3_FRAME, QUIET, spawnFfmpeg } from '../media/index.ts';
import { CHANNELS, CueforgeError } from '../model/index.ts';
import type { Span } from '../plan/index.ts';
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

/**
 * Decodes spans of samples of an MP3, in order, in one process; gives each span's samples in pieces, interleaved stereo,
 * good until the next is asked for: the samples that a decode of the whole has there. Spans lie within the file.
 */
export async function* decodeMp3Spans(
  mp3: PlainSound,
  spans: readonly Span[],
  ffmpeg: { readonly path: string },
  signal: AbortSignal,
): AsyncGenerator<{ readonly span: number; readonly pcm: Float32Array }> {
  const parts = spans.map((span) => framesFor(span, mp3));
  const args = ['-f', 'mp3', '-i', 'pipe:0', '-c:a', 'pcm_f32le', '-ac', '2', '-f', 'f32le', 'pipe:1'];
  const decoder = spawnFfmpeg(ffmpeg, [...QUIET.filter((word) => word !== '-nostdin'), ...args], {
    signal,
    stdin: 'pipe',
  });
  const feeding = feed(mp3, parts, decoder.stdin!);
  feeding.catch(() => undefined); // said below
  let left = Buffer.alloc(0);
  let span = 0;
  /** The next sample that comes, counted in the file. */
  let at = parts.length > 0 ? parts[0].start * MP3_FRAME - DECODED_FROM : 0;
  for await (const bytes of decoder.stdout as AsyncIterable<Buffer>) {
    const all: Buffer = left.length === 0 ? bytes : Buffer.concat([left, bytes]);
    const whole = all.length - (all.length % (4 * CHANNELS));
    // Aligned for floats, and no longer than this loop needs it.
    const pcm = new Float32Array(all.buffer.slice(all.byteOffset, all.byteOffset + whole));
    left = Buffer.from(all.subarray(whole));
    letGo(bytes);
    for (let given = 0; given < pcm.length && span < spans.length; ) {
      const until = parts[span].end * MP3_FRAME - DECODED_FROM;
      const size = Math.min((pcm.length - given) / CHANNELS, until - at);
      const from = Math.max(0, spans[span].start - at);
      const to = Math.min(size, spans[span].end - at);
      if (to > from) yield { span, pcm: pcm.subarray(given + from * CHANNELS, given + to * CHANNELS) };
      given += size * CHANNELS;
      at += size;
      if (at < until) continue;
      span += 1;
      if (span < spans.length) at = parts[span].start * MP3_FRAME - DECODED_FROM;
    }
  }
  const end = await decoder.done;
  if (end.code !== 0) throw ffmpegFailure('What was encoded cannot be decoded', end, { path: mp3.path });
  await feeding;
  if (span < spans.length)
    throw new CueforgeError('check-failed', `Less can be decoded of "${mp3.path}" than was encoded`, { span });
}

const feed = async (mp3: PlainSound, parts: readonly Span[], stdin: NodeJS.WritableStream): Promise<void> => {
  const file = await open(mp3.path, 'r');
  try {
    for (const { start, end } of parts) {
      const stop = mp3.offset + end * mp3.frameBytes;
      for (let at = mp3.offset + start * mp3.frameBytes; at < stop; ) {
        const piece = Buffer.alloc(Math.min(READ, stop - at));
        const { bytesRead } = await file.read(piece, 0, piece.length, at);
        if (bytesRead === 0) throw new CueforgeError('check-failed', `"${mp3.path}" is shorter than it was written`);
        at += bytesRead;
        await new Promise<void>((resolve) => stdin.write(piece.subarray(0, bytesRead), () => resolve()));
      }
    }
  } finally {
    stdin.end();
    await file.close();
  }
};
