import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, type FfmpegBinary, findFfmpeg } from '../../../src/media/index.ts';
import { CueforgeError } from '../../../src/model/index.ts';

/** Every ffmpeg of this machine: the one on the PATH and the one that comes with the dependencies. */
export const everyFfmpeg = async (): Promise<FfmpegBinary[]> => {
  const { path } = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };
  const onPath = (process.env.PATH ?? '').split(':').map((folder) => join(folder, 'ffmpeg'));
  const paths = [onPath.find((candidate) => existsSync(candidate)), path].filter((p) => p !== undefined);
  return Promise.all(paths.map((p) => findFfmpeg(p)));
};

/** A folder that is gone when the test file has run. */
export const scratch = (): { at(name: string): string; remove(): void } => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-media-'));
  return { at: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
};

export const run = (ffmpeg: FfmpegBinary, ...args: string[]): void => {
  execFileSync(ffmpeg.path, ['-v', 'error', '-nostdin', '-y', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
};

/** Numbers in [-1, 1) that are the same in every run. */
const noise = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  };
};

/** Writes 16-bit noise that is dull enough for every codec to keep its shape, loud at its very first and last sample. */
export const writeNoise = (
  path: string,
  { rate = 48_000, length, channels = 2 }: { rate?: number; length: number; channels?: number },
): void => {
  const random = noise(7);
  const data = Buffer.alloc(length * channels * 2);
  const state = new Float64Array(channels);
  for (let i = 0; i < length * channels; i++) {
    const c = i % channels;
    state[c] = 0.7 * state[c] + 0.3 * random();
    data.writeInt16LE(Math.round(state[c] * 20_000), i * 2);
  }
  writeWav(path, data, { rate, channels });
};

/** Wraps 16-bit samples as WAV; `says` is the size its head claims, in bytes. */
export const writeWav = (
  path: string,
  data: Buffer,
  { rate = 48_000, channels = 2, says = data.length }: { rate?: number; channels?: number; says?: number } = {},
): void => {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + says, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * channels * 2, 28);
  head.writeUInt16LE(channels * 2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(says, 40);
  writeFileSync(path, Buffer.concat([head, data]));
};

export const decodeAll = async (
  file: string,
  ffmpeg: FfmpegBinary,
): Promise<{ pcm: Float32Array; frames: number; warnings: readonly string[] }> => {
  const blocks: Float32Array[] = [];
  const decoding = decode(file, { ffmpeg });
  for (;;) {
    const step = await decoding.next();
    if (!step.done) {
      blocks.push(step.value);
      continue;
    }
    const pcm = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
    let at = 0;
    for (const block of blocks) {
      pcm.set(block, at);
      at += block.length;
    }
    return { pcm, frames: step.value.frames, warnings: step.value.warnings };
  }
};

/** How many frames `heard` is late against `meant` around a frame: the lag of the highest correlation. */
export const lateBy = (meant: Float32Array, heard: Float32Array, around: number): number => {
  const window = 1500;
  const reach = 2500;
  let best = Number.NEGATIVE_INFINITY;
  let lag = 0;
  for (let shift = -reach; shift <= reach; shift++) {
    let sum = 0;
    for (let i = around; i < around + window; i++) sum += meant[i * 2] * (heard[(i + shift) * 2] ?? 0);
    if (sum > best) {
      best = sum;
      lag = shift;
    }
  }
  return lag;
};

export const highest = (pcm: Float32Array): number => pcm.reduce((top, x) => Math.max(top, Math.abs(x)), 0);

/** The code of what a promise rejects with; `no failure` when it does not. */
export const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error) => (error instanceof CueforgeError ? error.failure.code : error),
  );

/**
 * Rewrites an M4A as iTunes used to write them: no edit list, and a comment `iTunSMPB` that counts the encoder's delay,
 * the padding and the sound. `keepEdits` leaves the edit list in, as newer Apple encoders do. Needs `moov` at the end.
 */
export const likeApple = (from: string, to: string, samples: number, keepEdits: boolean): void => {
  const bytes = readFileSync(from);
  const moov = bytes.lastIndexOf('moov') - 4;
  const hex = (n: number, width: number): string => n.toString(16).toUpperCase().padStart(width, '0');
  const padding = (1024 - ((samples + 1024) % 1024)) % 1024;
  const text = ` 00000000 ${hex(1024, 8)} ${hex(padding, 8)} ${hex(samples, 16)} ${'00000000 '.repeat(8).trim()}`;
  const box = (name: string, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length + 8);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  const word = (n: number): Buffer => Buffer.from([n >>> 24, n >>> 16, n >>> 8, n]);
  const comment = box(
    '----',
    box('mean', word(0), Buffer.from('com.apple.iTunes')),
    box('name', word(0), Buffer.from('iTunSMPB')),
    box('data', word(1), word(0), Buffer.from(text)),
  );
  const body = Buffer.from(bytes.subarray(moov + 8, moov + bytes.readUInt32BE(moov)));
  const edts = body.indexOf('edts');
  if (!keepEdits && edts >= 0) body.write('free', edts, 'latin1');
  const ilst = body.indexOf('ilst') - 4;
  const tail = body.length - (ilst + body.readUInt32BE(ilst));
  if (tail !== 0) throw new Error('the tags were expected to stand last');
  for (const name of ['udta', 'meta', 'ilst']) {
    const at = body.lastIndexOf(name) - 4;
    body.writeUInt32BE(body.readUInt32BE(at) + comment.length, at);
  }
  writeFileSync(to, Buffer.concat([bytes.subarray(0, moov), box('moov', body, comment)]));
};
