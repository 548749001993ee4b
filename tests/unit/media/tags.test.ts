import id3 from 'node-id3';
import { describe, expect, it } from 'vitest';
import { id3Tag } from '../../../src/media/id3.ts';
import { splitFrames } from '../../../src/media/mp3-frames.ts';
import { carriedTags, tagCarrier } from '../../../src/media/tag-carrier.ts';
import type { FileTags } from '../../../src/media/tags.ts';
import { vorbisChapters } from '../../../src/media/vorbis-chapters.ts';
import { seconds } from '../../../src/model/index.ts';

const tags: FileTags = {
  title: 'Hills',
  artist: 'Anna',
  album: 'Spring',
  comment: 'made\nhere',
  trackId: 'hills/anna',
  chapters: [
    { title: 'Up', start: seconds(0), end: seconds(61.5) },
    { title: 'Down; #1', start: seconds(61.5), end: seconds(3600) },
  ],
  cover: { mime: 'image/png', data: Uint8Array.of(1, 2, 3, 4) },
};
const empty: FileTags = { title: '', artist: '', album: '', comment: '', chapters: [], cover: null };
const manyChapters = (count: number): FileTags => ({
  ...empty,
  chapters: Array.from({ length: count }, (_, i) => ({ title: `c${i}`, start: seconds(i), end: seconds(i + 1) })),
});
const read = (tag: Uint8Array): id3.Tags => id3.read(Buffer.from(tag), { noRaw: true });

describe('id3Tag', () => {
  it('says what it was given', () => {
    expect(read(id3Tag(tags))).toMatchObject({
      title: 'Hills',
      artist: 'Anna',
      album: 'Spring',
      comment: { language: 'eng', text: 'made\nhere' },
      userDefinedText: [{ description: 'TRACKID', value: 'hills/anna' }],
      tableOfContents: [{ isOrdered: true, elements: ['chp0', 'chp1'] }],
      chapter: [
        { elementID: 'chp0', startTimeMs: 0, endTimeMs: 61_500, tags: { title: 'Up' } },
        { elementID: 'chp1', startTimeMs: 61_500, endTimeMs: 3_600_000, tags: { title: 'Down; #1' } },
      ],
      image: { mime: 'image/png', type: { id: 3 }, imageBuffer: Buffer.of(1, 2, 3, 4) },
    });
  });

  it('is the same bytes every time', () => {
    expect(id3Tag(tags)).toEqual(id3Tag(structuredClone(tags)));
  });

  it('takes a cover that lies inside a larger buffer', () => {
    const data = Uint8Array.of(9, 9, 1, 2, 3, 4, 9).subarray(2, 6);
    expect(id3Tag({ ...tags, cover: { mime: 'image/png', data } })).toEqual(id3Tag(tags));
  });

  it('is nothing but a header when there is nothing to say', () => {
    expect(id3Tag(empty)).toHaveLength(10);
  });

  it('drops the zeros that would end a text early', () => {
    expect(read(id3Tag({ ...empty, title: 'a\0b' })).title).toBe('ab');
  });

  it('has a table of contents only while one byte counts its entries', () => {
    const [fits, does255Not] = [read(id3Tag(manyChapters(255))), read(id3Tag(manyChapters(256)))];
    expect(fits.tableOfContents?.[0].elements).toHaveLength(255);
    expect(does255Not.tableOfContents).toBeUndefined();
    expect(does255Not.chapter).toHaveLength(256);
  });
});

describe('vorbisChapters', () => {
  it('counts from 1 and rounds to milliseconds, with a carry', () => {
    const starts = [0, 59.9996, 61.5, 3599.9995, 36_000.25];
    const chapters = starts.map((start, i) => ({ title: `t${i}`, start: seconds(start), end: seconds(start + 1) }));
    expect(vorbisChapters(chapters).map(([name, value]) => `${name}=${value}`)).toEqual([
      ...['CHAPTER001=00:00:00.000', 'CHAPTER001NAME=t0', 'CHAPTER002=00:01:00.000', 'CHAPTER002NAME=t1'],
      ...['CHAPTER003=00:01:01.500', 'CHAPTER003NAME=t2', 'CHAPTER004=01:00:00.000', 'CHAPTER004NAME=t3'],
      ...['CHAPTER005=10:00:00.250', 'CHAPTER005NAME=t4'],
    ]);
  });
});

describe('the carrier of tags', () => {
  it('is an MP3, in which every format finds its chapters and its cover once', () => {
    expect(splitFrames(tagCarrier(tags, 'm4a'))).toHaveLength(24);
    const [m4a, wav, flac, opus] = (['m4a', 'wav', 'flac', 'opus'] as const).map((to) => read(tagCarrier(tags, to)));
    const names = (found: id3.Tags): string[] => (found.userDefinedText ?? []).map(({ description }) => description);
    const chapterNames = ['CHAPTER001', 'CHAPTER001NAME', 'CHAPTER002', 'CHAPTER002NAME'];
    expect([m4a.chapter?.length, names(m4a), m4a.image !== undefined]).toEqual([2, [], true]);
    expect(names(wav)).toEqual([]);
    expect([flac.chapter, names(flac)]).toEqual([undefined, ['TRACKID', ...chapterNames]]);
    expect(flac.image).toBeDefined();
    expect([opus.chapter, opus.image]).toEqual([undefined, undefined]);
    expect(names(opus)).toEqual(['TRACKID', ...chapterNames, 'METADATA_BLOCK_PICTURE']);
  });

  it('comes with the arguments that copy it', () => {
    expect(carriedTags(tags, 'opus', 1)).toEqual(['-map_metadata', '1', '-map_chapters', '-1']);
    expect(carriedTags({ ...tags, cover: null }, 'm4a', 2)).toEqual(['-map_metadata', '2', '-map_chapters', '2']);
    expect(carriedTags(tags, 'flac', 1)).toEqual([
      ...['-map_metadata', '1', '-map_chapters', '-1'],
      ...['-map', '1:v', '-c:v', 'copy', '-disposition:v:0', 'attached_pic'],
    ]);
  });
});
