import { type FileHandle, open } from 'node:fs/promises';
import {
  createFlacSplitter,
  type FfmpegBinary,
  FLAC_BLOCK,
  ffmpegFailure,
  ffmpegFile,
  flacFrameMost,
  flacFramesAt,
  MP3_FRAME,
  QUIET,
  renumbered,
  spawnFfmpeg,
  writeFlacInfo,
} from '../media/index.ts';
import { CueforgeError, type MixPlan } from '../model/index.ts';
import type { Layout } from './lossless-layout.ts';
import type { PlainSound } from './plain-sound.ts';

/** Frames of a block. */
const UNIT = FLAC_BLOCK / MP3_FRAME;
/** Bytes that are read at a time. */
const READ = 1 << 20;

/** A FLAC: blocks that are coded each by itself, and name their place; its head has a hash of all samples. */
export const flacLayout = ({ length }: MixPlan, ffmpeg: FfmpegBinary): Layout => {
  const frames = Math.ceil(length / MP3_FRAME);
  const look = async (path: string, signal: AbortSignal): Promise<PlainSound | null> => {
    const file = await open(path, 'r');
    try {
      const offset = await flacFramesAt(file);
      const blocks = await blocksOf(file, offset, signal);
      if (blocks.length !== Math.ceil(length / FLAC_BLOCK)) return null;
      return { kind: 'flac', path, offset, frameBytes: 0, frames, blocks: Uint16Array.from(blocks) };
    } catch (error) {
      if (error instanceof CueforgeError && error.failure.code === 'media-damaged') return null;
      throw error;
    } finally {
      await file.close();
    }
  };
  return {
    unit: UNIT,
    async begin(file) {
      const at = await flacFramesAt(file);
      await file.truncate(at);
      return at;
    },
    placesOf: ({ blocks }) => flacPlaces(blocks!),
    cut(bytes, stretches) {
      const splitter = createFlacSplitter();
      const all = [...splitter.push(bytes), ...splitter.finish()];
      let next = 0;
      return stretches.map(({ from, to }) => {
        const first = next;
        next += Math.ceil((to - from) / UNIT);
        const blocks = all.slice(first, next).map((frame, i) => renumbered(frame, first + i, from / UNIT + i));
        const placeOf = flacPlaces(blocks.map((block) => block.length));
        return { bytes: Buffer.concat(blocks), placeOf: (frame) => placeOf(frame - from) };
      });
    },
    async end(file, path, signal) {
      const sound = await look(path, signal);
      if (sound === null) return null;
      const { blocks } = sound;
      // A number of more bytes can make a block too long that was not with the number it had where it was encoded.
      const samplesOf = (block: number): number => Math.min(FLAC_BLOCK, length - block * FLAC_BLOCK);
      if (blocks!.some((bytes, block) => bytes > flacFrameMost(samplesOf(block)))) return null;
      const [least, most] = [Math.min, Math.max].map((choose) => blocks!.reduce((a, b) => choose(a, b)));
      await writeFlacInfo(file, { samples: length, least, most, md5: await md5Of(path, ffmpeg, signal) });
      return sound;
    },
    look,
  };
};

/** Where frames lie among blocks of these sizes, from the first on. */
export const flacPlaces = (blocks: ArrayLike<number>): ((frame: number) => number) => {
  const places = new Float64Array(blocks.length + 1);
  for (let i = 0; i < blocks.length; i++) places[i + 1] = places[i] + blocks[i];
  return (frame) => places[Math.min(blocks.length, Math.ceil(frame / UNIT))];
};

/** Bytes of each block of a file, each proven by its checksum. Throws `media-damaged`. */
const blocksOf = async (file: FileHandle, offset: number, signal: AbortSignal): Promise<number[]> => {
  const splitter = createFlacSplitter();
  const blocks: number[] = [];
  for (let at = offset; ; ) {
    signal.throwIfAborted();
    const bytes = Buffer.alloc(READ);
    const { bytesRead } = await file.read(bytes, 0, READ, at);
    const found = bytesRead === 0 ? splitter.finish() : splitter.push(bytes.subarray(0, bytesRead));
    for (const frame of found) blocks.push(frame.length);
    if (bytesRead === 0) return blocks;
    at += bytesRead;
  }
};

/** MD5 of the samples of a file, 24 bits each, as its head is to have it. */
const md5Of = async (path: string, ffmpeg: FfmpegBinary, signal: AbortSignal): Promise<Buffer> => {
  const args = [
    ...QUIET,
    '-f',
    'flac',
    '-i',
    ffmpegFile(path),
    '-map',
    '0:a',
    '-c:a',
    'pcm_s24le',
    '-f',
    'md5',
    'pipe:1',
  ];
  const decoder = spawnFfmpeg(ffmpeg, args, { signal });
  let said = '';
  for await (const bytes of decoder.stdout) said += bytes;
  const end = await decoder.done;
  const [, hash] = /^MD5=([0-9a-f]{32})\s*$/.exec(said) ?? [];
  if (end.code !== 0 || hash === undefined)
    throw ffmpegFailure('What was put together cannot be decoded', end, { path });
  return Buffer.from(hash, 'hex');
};
