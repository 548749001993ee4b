import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { decode, type FfmpegBinary } from '../../../src/media/index.ts';
import { type Frames, frames } from '../../../src/model/index.ts';
import type { OpenSource, SoundSource } from '../../../src/session/index.ts';

/** The whole of a file by the plain way: one decode from its start. */
export const decodeWhole = async (path: string, ffmpeg: FfmpegBinary): Promise<Float32Array> => {
  const blocks: Float32Array[] = [];
  for await (const block of decode(path, { ffmpeg })) blocks.push(block);
  return joined(blocks);
};

export const joined = (pieces: readonly Float32Array[]): Float32Array => {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
};

/** What a source gives until it has given `most` frames, or to its end. */
export const readOn = async (source: SoundSource, most = Number.POSITIVE_INFINITY, piece = 4_800) => {
  const pieces: Float32Array[] = [];
  for (let left = most; left > 0; ) {
    const block = await source.next(Math.min(piece, left));
    if (block === null) break;
    pieces.push(block);
    left -= block.length / 2;
  }
  return joined(pieces);
};

export const readAll = async (open: OpenSource, file: string, from = 0, piece = 4_800): Promise<Float32Array> => {
  const source = open(file, frames(from));
  try {
    return await readOn(source, undefined, piece);
  } finally {
    await source.close();
  }
};

/** The first sample at which two sounds differ; -1: none, and they are as long. */
export const firstApart = (a: Float32Array, b: Float32Array): number => {
  const found = a.findIndex((sample, at) => sample !== b[at]);
  return found >= 0 || a.length === b.length ? found : Math.min(a.length, b.length);
};

/** Writes decoded sound as the cache keeps it. */
export const writeCached = (path: string, samples: Float32Array): { path: string; frames: Frames } => {
  writeFileSync(path, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  return { path, frames: frames(samples.length / 2) };
};

/** Processes of this machine whose command line names a file. */
export const processesOf = (path: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path);
      } catch {
        return false; // It is gone.
      }
    });

/** An ffmpeg that a script of bash starts: `script` ends in `exec ffmpeg …`, with `$FFMPEG` for its path. */
export const scriptedFfmpeg = (path: string, ffmpeg: FfmpegBinary, script: string): FfmpegBinary => {
  writeFileSync(path, `#!/bin/bash\nFFMPEG='${ffmpeg.path}'\n${script}\n`);
  execFileSync('chmod', ['+x', path]);
  return { ...ffmpeg, path };
};
