import type { Writable } from 'node:stream';
import { ditherTo16, renderMix } from '../audio/index.ts';
import { BIT_EXACT, type FfmpegProcess, ffmpegFailure, ffmpegFile, letGo, QUIET, spawnFfmpeg } from '../media/index.ts';
import { CHANNELS, CueforgeError, type SourceReader } from '../model/index.ts';
import type { Span } from '../plan/index.ts';
import { codecArgs, rawArgs } from './formats.ts';
import type { JobHost } from './measure-mix.ts';
import type { EncodeFileJob, EncodeJob, EncodeResult } from './render-protocol.ts';

/** Frames written to the encoder at a time: the pipe holds half of it while the next block is mixed. */
const WRITE_BLOCK = 14_400;
const INPUT = ['-f', 'f32le', '-ar', '48000', '-ac', '2', '-i', 'pipe:0'];

/** Worker thread: spans of a mix as the codec's bytes. */
export const encodeSpans = async (job: EncodeJob, reader: SourceReader, host: JobHost): Promise<EncodeResult> => {
  const args = [...QUIET, ...INPUT, ...(job.raw ? rawArgs(job.encoding) : codecArgs(job.encoding)), 'pipe:1'];
  const encoder = spawnFfmpeg(job.ffmpeg, args, { signal: host.signal, stdin: 'pipe' });
  const chunks: Buffer[] = [];
  encoder.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const limited = await feed(encoder, job, reader, job.spans, host);
  return { bytes: joined(chunks), limited };
};

/** Worker thread: a whole mix into a file, tags and cover included. */
export const encodeFile = async (job: EncodeFileJob, reader: SourceReader, host: JobHost): Promise<EncodeResult> => {
  const args = [
    ...QUIET,
    ...INPUT,
    ...['-f', 'mp3', '-i', ffmpegFile(job.tagCarrier)],
    ...['-map', '0:a', ...job.tagArgs],
    ...BIT_EXACT,
    ...codecArgs(job.encoding),
    ...['-y', ffmpegFile(job.output)],
  ];
  const encoder = spawnFfmpeg(job.ffmpeg, args, { signal: host.signal, stdin: 'pipe' });
  encoder.stdout.resume();
  const limited = await feed(encoder, job, reader, [{ start: 0, end: job.plan.length }], host);
  return { bytes: new Uint8Array(0), limited };
};

/** Mixes spans into the encoder at the encoder's pace and waits for its end. Gives what the limiter turned down, by span. */
const feed = async (
  encoder: FfmpegProcess,
  { plan, encoding }: Pick<EncodeJob, 'plan' | 'encoding'>,
  reader: SourceReader,
  spans: readonly Span[],
  host: JobHost,
): Promise<number[]> => {
  const stdin = encoder.stdin!;
  let ended = false;
  const done = encoder.done.finally(() => {
    ended = true;
  });
  done.catch(() => undefined); // awaited below, after the mix has stopped
  const limited: number[] = [];
  try {
    for (const { start, end } of spans) {
      let mixed = start;
      const take = (block: Float32Array): Promise<void> => {
        if (ended) throw new CueforgeError('ffmpeg-failed', 'The encoder stopped taking audio');
        if (encoding.format === 'wav16') ditherTo16(block, mixed);
        mixed += block.length / CHANNELS;
        host.progress(block.length / CHANNELS);
        return write(stdin, block);
      };
      const stats = await renderMix(plan, reader, start, end, take, WRITE_BLOCK);
      if (stats.overrun)
        throw new CueforgeError('check-failed', 'A peak is more than 24 dB over the ceiling: ask for a lower target');
      limited.push(stats.maxReduction);
    }
    stdin.end();
  } catch (error) {
    stdin.destroy();
    const end = await done;
    throw end.code === 0 ? error : ffmpegFailure('The encoder failed', end);
  }
  const finished = await done;
  if (finished.code !== 0) throw ffmpegFailure('The encoder failed', finished);
  return limited;
};

/** Writes a block and resolves once its memory may be used again. */
const write = async (stdin: Writable, block: Float32Array): Promise<void> => {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  await new Promise<void>((resolve) => {
    if (stdin.destroyed) resolve();
    else stdin.write(bytes, () => resolve());
  });
};

const joined = (chunks: readonly Buffer[]): Uint8Array => {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
    letGo(chunk);
  }
  return bytes;
};
