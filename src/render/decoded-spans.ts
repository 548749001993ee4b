import type { Writable } from 'node:stream';
import { ffmpegFailure, letGo, QUIET, spawnFfmpeg } from '../media/index.ts';
import { CHANNELS, CueforgeError } from '../model/index.ts';
import type { Span } from '../plan/index.ts';

/** What a decoder is fed with. */
export interface Feed {
  /** ffmpeg's name of the format. */
  readonly format: 'mp3' | 'flac';
  readonly path: string;
  /** Samples [start, end) of the file that come of what is fed for each span, one a span: at least the span's. */
  readonly windows: readonly Span[];
  /** Gives the bytes of all windows, in order. */
  bytes(): AsyncIterable<Uint8Array>;
}

/**
 * Decodes spans of samples of a file, in order, in one process; gives each span's samples in pieces, interleaved stereo,
 * good until the next is asked for.
 */
export async function* decodedSpans(
  { format, path, windows, bytes }: Feed,
  spans: readonly Span[],
  ffmpeg: { readonly path: string },
  signal: AbortSignal,
): AsyncGenerator<{ readonly span: number; readonly pcm: Float32Array }> {
  const args = ['-f', format, '-i', 'pipe:0', '-c:a', 'pcm_f32le', '-ac', '2', '-f', 'f32le', 'pipe:1'];
  const decoder = spawnFfmpeg(ffmpeg, [...QUIET.filter((word) => word !== '-nostdin'), ...args], {
    signal,
    stdin: 'pipe',
  });
  const feeding = feed(bytes(), decoder.stdin!);
  feeding.catch(() => undefined); // said below
  let left = Buffer.alloc(0);
  let span = 0;
  /** The next sample that comes, counted in the file. */
  let at = windows[0]?.start ?? 0;
  for await (const decoded of decoder.stdout as AsyncIterable<Buffer>) {
    const all: Buffer = left.length === 0 ? decoded : Buffer.concat([left, decoded]);
    const whole = all.length - (all.length % (4 * CHANNELS));
    // Aligned for floats, and no longer than this loop needs it.
    const pcm = new Float32Array(all.buffer.slice(all.byteOffset, all.byteOffset + whole));
    left = Buffer.from(all.subarray(whole));
    letGo(decoded);
    for (let given = 0; given < pcm.length && span < spans.length; ) {
      const until = windows[span].end;
      const size = Math.min((pcm.length - given) / CHANNELS, until - at);
      const from = Math.max(0, spans[span].start - at);
      const to = Math.min(size, spans[span].end - at);
      if (to > from) yield { span, pcm: pcm.subarray(given + from * CHANNELS, given + to * CHANNELS) };
      given += size * CHANNELS;
      at += size;
      if (at < until) continue;
      span += 1;
      if (span < spans.length) at = windows[span].start;
    }
  }
  const end = await decoder.done;
  if (end.code !== 0) throw ffmpegFailure('What was encoded cannot be decoded', end, { path });
  await feeding;
  if (span < spans.length)
    throw new CueforgeError('check-failed', `Less can be decoded of "${path}" than was encoded`, { span });
}

const feed = async (bytes: AsyncIterable<Uint8Array>, stdin: Writable): Promise<void> => {
  try {
    for await (const piece of bytes) {
      if (stdin.destroyed) return; // why is said where the decoder ends
      await new Promise<void>((resolve) => stdin.write(piece, () => resolve()));
    }
  } finally {
    stdin.end();
  }
};
