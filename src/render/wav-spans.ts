import { open } from 'node:fs/promises';
import { MP3_FRAME } from '../media/index.ts';
import { CHANNELS, CueforgeError } from '../model/index.ts';
import type { Span } from '../plan/index.ts';
import type { PlainSound } from './plain-sound.ts';

/** Samples, per channel, that are read at a time. */
const READ = 48_000;

/** Bytes of a sample of one channel: 2, 3 (whole numbers), 4 (floats). */
const sampleBytes = ({ frameBytes }: PlainSound): number => frameBytes / MP3_FRAME / CHANNELS;

/** Samples of a WAV, span by span, as a decoder gives them. */
export async function* readWavSpans(
  wav: PlainSound,
  spans: readonly Span[],
  signal: AbortSignal,
): AsyncGenerator<{ readonly span: number; readonly pcm: Float32Array }> {
  const size = sampleBytes(wav);
  const file = await open(wav.path, 'r');
  try {
    for (const [span, { start, end }] of spans.entries()) {
      for (let at = start; at < end; at += READ) {
        signal.throwIfAborted();
        const bytes = Buffer.alloc(Math.min(READ, end - at) * CHANNELS * size);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, wav.offset + at * CHANNELS * size);
        if (bytesRead < bytes.length)
          throw new CueforgeError('check-failed', `"${wav.path}" is shorter than it was written`);
        yield { span, pcm: toFloats(bytes, size) };
      }
    }
  } finally {
    await file.close();
  }
}

const toFloats = (bytes: Buffer, size: number): Float32Array => {
  const pcm = new Float32Array(bytes.length / size);
  for (let i = 0; i < pcm.length; i++) {
    if (size === 2) pcm[i] = bytes.readInt16LE(2 * i) / 2 ** 15;
    else if (size === 3) pcm[i] = bytes.readIntLE(3 * i, 3) / 2 ** 23;
    else pcm[i] = bytes.readFloatLE(4 * i);
  }
  return pcm;
};
