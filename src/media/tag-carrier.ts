import { id3Tag } from './id3.ts';
import type { Cover, FileTags } from './tags.ts';
import { vorbisChapters } from './vorbis-chapters.ts';

/** Formats whose tags ffmpeg writes. MP3 gets its own from `id3Tag`. */
export type TaggedContainer = 'm4a' | 'opus' | 'flac' | 'wav';

/** 24 frames of nothing, 32 kbit/s, 48 kHz, mono: with them ffmpeg opens the carrier as the MP3 it is. */
const FRAME = 96;
const SILENCE = new Uint8Array(24 * FRAME);
for (let at = 0; at < SILENCE.length; at += FRAME) SILENCE.set([0xff, 0xfb, 0x14, 0xc0], at);

/**
 * The tags as one more input of an ffmpeg command (`-f mp3 -i FILE`), to copy into a file of another format: an MP3 of
 * silence under an ID3 tag, with chapters and cover as that format wants them. `carriedTags` has the arguments.
 * ffmpeg's text format for tags will not do: the build that npm carries cuts its lines at 1 023 bytes, later ones read
 * past the end of a text that ends in a backslash.
 */
export const tagCarrier = (tags: FileTags, container: TaggedContainer): Uint8Array =>
  new Uint8Array(Buffer.concat([carriedTag(tags, container), SILENCE]));

const carriedTag = (tags: FileTags, container: TaggedContainer): Uint8Array => {
  switch (container) {
    case 'm4a':
    case 'wav':
      return id3Tag({ ...tags, trackId: '' });
    case 'flac':
      return id3Tag({ ...tags, chapters: [] }, vorbisChapters(tags.chapters));
    case 'opus':
      return id3Tag({ ...tags, chapters: [], cover: null }, [
        ...vorbisChapters(tags.chapters),
        ...(tags.cover === null ? [] : [['METADATA_BLOCK_PICTURE', flacPicture(tags.cover)] as const]),
      ]);
  }
};

/**
 * Output arguments of ffmpeg that copy what `tagCarrier` holds. `input`: which of the command's inputs the carrier is,
 * counted from 0. Give `-map 0:a` (or the like) before them: a picture stream may follow.
 */
export const carriedTags = (tags: FileTags, container: TaggedContainer, input: number): string[] => {
  const picture = tags.cover !== null && (container === 'm4a' || container === 'flac');
  return [
    ...['-map_metadata', `${input}`],
    ...['-map_chapters', container === 'm4a' ? `${input}` : '-1'], // in the others they are texts: not twice
    ...(picture ? ['-map', `${input}:v`, '-c:v', 'copy', '-disposition:v:0', 'attached_pic'] : []),
  ];
};

/** A front cover as FLAC's picture block, in base64: how Vorbis comments carry one. Its size and depth are left unsaid. */
const flacPicture = ({ mime, data }: Cover): string => {
  const word = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const type = Buffer.from(mime, 'latin1');
  const frontCover = word(3);
  const unsaid = word(0); // description, then width, height, depth, colours
  const head = [frontCover, word(type.length), type, unsaid, unsaid, unsaid, unsaid, unsaid];
  return Buffer.concat([...head, word(data.length), data]).toString('base64');
};
