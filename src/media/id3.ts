import id3 from 'node-id3';
import type { FileTags } from './tags.ts';
import { TRACK_ID, toMilliseconds } from './tags.ts';

const FRONT_COVER = 3;
/** A table of contents counts its entries in one byte. */
const MOST_ENTRIES = 255;

/**
 * An ID3v2.3 tag to go before an MP3's frames: texts as UTF-16, chapters (CHAP) with their table of contents (CTOC),
 * the cover (APIC). The same tags give the same bytes. Over 255 chapters go without a table: players find them all the same.
 * `extras`: further fields, by name; none by default.
 */
export const id3Tag = (
  tags: FileTags,
  extras: readonly (readonly [name: string, value: string])[] = [],
): Uint8Array => {
  const { title, artist, album, comment, trackId, chapters, cover } = tags;
  const elements = chapters.map((_, i) => `chp${i}`);
  const fields = [...(trackId ? [[TRACK_ID, trackId] as const] : []), ...extras];
  return id3.create({
    title: text(title),
    artist: text(artist),
    album: text(album),
    comment: { language: 'eng', text: text(comment) },
    ...(fields.length === 0
      ? {}
      : { userDefinedText: fields.map(([description, value]) => ({ description, value: text(value) })) }),
    ...(chapters.length === 0 || chapters.length > MOST_ENTRIES
      ? {}
      : { tableOfContents: [{ elementID: 'toc', isOrdered: true, elements }] }),
    ...(chapters.length === 0
      ? {}
      : {
          chapter: chapters.map((chapter, i) => ({
            elementID: elements[i],
            startTimeMs: toMilliseconds(chapter.start),
            endTimeMs: toMilliseconds(chapter.end),
            tags: { title: text(chapter.title) },
          })),
        }),
    ...(cover === null
      ? {}
      : {
          image: {
            mime: cover.mime,
            type: { id: FRONT_COVER },
            description: '',
            imageBuffer: Buffer.from(cover.data.buffer, cover.data.byteOffset, cover.data.byteLength),
          },
        }),
  });
};

/** Without the zeros that would end a text early. */
const text = (value: string): string => value.replaceAll('\0', '');
