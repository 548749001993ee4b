import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { CHANNELS, CueforgeError, type Frames } from '../model/index.ts';
import type { FfmpegBinary } from './ffmpeg-binary.ts';
import { ffmpegFailure, QUIET, spawnFfmpeg } from './ffmpeg-process.ts';
import { letGo } from './let-go.ts';
import type { PcmAsset } from './pcm-entry.ts';

/** What is made of a decoded sound: frames [start, end) of it, `speed` times as fast at the same pitch, 0.5..2. */
export interface PcmShape {
  readonly start: Frames;
  readonly end: Frames;
  readonly speed: number;
}

/** Changes when the same sound would be shaped to other samples. */
const SHAPE_VERSION = 1;

/** Names the samples: the sound, what of it, how fast, and by which means. */
export const shapeKey = (sound: string, { start, end, speed }: PcmShape): string =>
  createHash('sha256')
    .update(JSON.stringify(['shape', SHAPE_VERSION, sound, start, end, speed]))
    .digest('hex');

const FRAME_BYTES = CHANNELS * Float32Array.BYTES_PER_ELEMENT;
/** Frames read at a time: 0.7 s. */
const PIECE_FRAMES = 32_768;

/** The samples of a shape, block by block: interleaved stereo, each block good until the next is asked for. */
export async function* shapePcm(
  sound: Pick<PcmAsset, 'path' | 'frames'>,
  shape: PcmShape,
  { ffmpeg, signal }: { readonly ffmpeg: Pick<FfmpegBinary, 'path'>; readonly signal: AbortSignal },
): AsyncGenerator<Float32Array, { readonly warnings: readonly string[] }> {
  if (!(shape.start >= 0 && shape.start < shape.end && shape.end <= sound.frames)) {
    throw new CueforgeError('internal', `Frames ${shape.start}..${shape.end} of "${sound.path}" do not exist`);
  }
  if (shape.speed === 1) yield* readFrames(sound.path, shape, signal);
  else yield* stretched(sound.path, shape, ffmpeg, signal);
  return { warnings: [] };
}

async function* readFrames(path: string, { start, end }: PcmShape, signal: AbortSignal): AsyncGenerator<Float32Array> {
  const file = await open(path, 'r');
  try {
    const piece = new Float32Array(Math.min(PIECE_FRAMES, end - start) * CHANNELS);
    for (let at: number = start; at < end; at += piece.length / CHANNELS) {
      if (signal.aborted) throw new CueforgeError('cancelled', 'The work was cancelled');
      const wanted = piece.subarray(0, Math.min(piece.length, (end - at) * CHANNELS));
      const bytes = new Uint8Array(wanted.buffer, wanted.byteOffset, wanted.byteLength);
      for (let done = 0; done < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, done, bytes.length - done, at * FRAME_BYTES + done);
        if (bytesRead === 0)
          throw new CueforgeError('file-unreadable', `The decoded sound "${path}" is too short`, { path });
        done += bytesRead;
      }
      yield wanted;
    }
  } finally {
    await file.close();
  }
}

/** Through ffmpeg's `atempo`, which keeps the pitch. Fed through a pipe: what is used of a long file is read alone. */
async function* stretched(
  path: string,
  shape: PcmShape,
  ffmpeg: Pick<FfmpegBinary, 'path'>,
  signal: AbortSignal,
): AsyncGenerator<Float32Array> {
  const raw = ['-f', 'f32le', '-ar', '48000', '-ac', String(CHANNELS)];
  const args = [...QUIET, ...raw, '-i', 'pipe:0', '-af', `atempo=${shape.speed}`, ...raw, 'pipe:1'];
  const child = spawnFfmpeg(ffmpeg, args, { signal, stdin: 'pipe' });
  const stdin = child.stdin!;
  const feeding = (async () => {
    for await (const block of readFrames(path, shape, signal)) {
      const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
      await new Promise<void>((resolve) => {
        if (stdin.destroyed) resolve();
        else stdin.write(bytes, () => resolve());
      });
    }
    stdin.end();
  })();
  feeding.catch(() => stdin.destroy()); // thrown below, once ffmpeg is gone
  try {
    let rest = Buffer.alloc(0);
    for await (const bytes of child.stdout) {
      const all = rest.length > 0 ? Buffer.concat([rest, bytes]) : (bytes as Buffer);
      const whole = all.length - (all.length % FRAME_BYTES);
      // A copy: samples must lie on a multiple of four bytes, and ffmpeg's pieces begin anywhere.
      if (whole > 0) yield new Float32Array(Uint8Array.from(all.subarray(0, whole)).buffer);
      rest = Buffer.from(all.subarray(whole));
      letGo(bytes as Buffer);
    }
    const end = await child.done;
    await feeding;
    if (end.code !== 0) throw ffmpegFailure(`"${path}" could not be brought to another speed`, end);
  } finally {
    stdin.destroy();
    await Promise.allSettled([feeding, child.done]);
  }
}
