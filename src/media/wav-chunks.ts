import { open } from 'node:fs/promises';
import { CueforgeError, ENGINE_RATE } from '../model/index.ts';
import { id3Tag } from './id3.ts';
import type { Chapter, FileTags } from './tags.ts';

/** A chunk of a RIFF file: name, length, content, and a zero where the content has an odd length. */
const chunk = (name: string, ...content: readonly Uint8Array[]): Buffer => {
  const bytes = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length & 1)]);
};

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i);
  return bytes;
};
const letters = (text: string): Buffer => Buffer.from(text, 'latin1');

const frameOf = ({ start }: Chapter): number => Math.round(start * ENGINE_RATE);

/**
 * What a WAV says after its samples: chapters as markers with names and lengths (`cue `, `LIST adtl`), which editors show,
 * and an `id3 ` chunk with texts in Unicode, chapters and cover, which players read. Markers have the numbers that ffmpeg
 * gives the tag's chapters, from 0: it takes both, and one of a number once. The same tags give the same bytes.
 */
export const wavChunks = (tags: FileTags): Uint8Array => {
  const { chapters } = tags;
  const points = chapters.map((chapter, i) =>
    Buffer.concat([words(i, frameOf(chapter)), letters('data'), words(0, 0, frameOf(chapter))]),
  );
  const labels = chapters.flatMap((chapter, i) => {
    const name = Buffer.from(`${chapter.title.replaceAll('\0', '')}\0`, 'utf8');
    const length = Math.max(0, Math.round(chapter.end * ENGINE_RATE) - frameOf(chapter));
    const region = Buffer.concat([words(i, length), letters('rgn '), words(0, 0)]);
    return [chunk('labl', words(i), name), chunk('ltxt', region)];
  });
  const markers = [chunk('cue ', words(chapters.length), ...points), chunk('LIST', letters('adtl'), ...labels)];
  return new Uint8Array(Buffer.concat([...(chapters.length === 0 ? [] : markers), chunk('id3 ', id3Tag(tags))]));
};

/** Where an RF64 says how long it is: behind `RF64`, its length, `WAVE`, and the head of `ds64`. */
const RF64_SIZE = 20;
const MOST = 0xffff_ffff;

/**
 * Appends chunks to a WAV that ffmpeg wrote, RIFF or RF64, and corrects the length in its head. Where a RIFF has no room
 * left (4 GiB), it stays as it was: the sound matters more than what it says of itself. Throws `internal` for another file.
 */
export const appendToWav = async (path: string, chunks: Uint8Array): Promise<void> => {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(RF64_SIZE + 8);
    await file.read(head, 0, head.length, 0);
    const kind = head.toString('latin1', 0, 4);
    if ((kind !== 'RIFF' && kind !== 'RF64') || head.toString('latin1', 8, 12) !== 'WAVE')
      throw new CueforgeError('internal', `${path} is no WAV`);
    const at = size + (size & 1);
    const length = at + chunks.length - 8;
    if (kind === 'RIFF' && length > MOST) return;
    await file.write(chunks, 0, chunks.length, at);
    if (kind === 'RIFF') await file.write(words(length), 0, 4, 4);
    else await file.write(words(length % 2 ** 32, Math.floor(length / 2 ** 32)), 0, 8, RF64_SIZE);
  } finally {
    await file.close();
  }
};
