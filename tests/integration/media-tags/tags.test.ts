import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFile } from 'music-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIT_EXACT } from '../../../src/media/ffmpeg-process.ts';
import { id3Tag } from '../../../src/media/id3.ts';
import { carriedTags, type TaggedContainer, tagCarrier } from '../../../src/media/tag-carrier.ts';
import type { FileTags } from '../../../src/media/tags.ts';
import { seconds } from '../../../src/model/index.ts';
import { encodeMp3, FFMPEGS, plucks, runFfmpeg } from './ffmpeg.ts';

const folder = mkdtempSync(join(tmpdir(), 'cueforge-tags-'));
afterAll(() => rmSync(folder, { recursive: true }));

const music = plucks(10 * 48_000);
const pcm = new Uint8Array(music.buffer);
const PCM = ['-f', 'f32le', '-ar', '48000', '-ac', '2', '-i', 'pipe:0'];
const CODECS: Readonly<Record<TaggedContainer, readonly string[]>> = {
  m4a: ['-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', '-f', 'ipod'],
  opus: ['-c:a', 'libopus', '-b:a', '96k', '-f', 'opus'],
  flac: ['-c:a', 'flac', '-sample_fmt', 's32', '-bits_per_raw_sample', '24', '-f', 'flac'],
  wav: ['-c:a', 'pcm_s24le', '-f', 'wav'],
};

/** Everything that a format for tags could trip over. */
const tags: FileTags = {
  title: 'Élan; = #1 \\ «back» 🚴',
  artist: 'Coach & Co; #x',
  album: 'Long '.repeat(400).trim(),
  comment: 'first line\nsecond = line; # done\\',
  trackId: 'hiit-30.calm',
  chapters: [
    { title: 'Warm-up; = #', start: seconds(0), end: seconds(2.0004) },
    { title: 'Über\nthe hill', start: seconds(2.0004), end: seconds(5.5) },
    { title: 'Cool\\down 🧊\\', start: seconds(5.5), end: seconds(10) },
  ],
  cover: null,
};
let covered: FileTags = tags;
beforeAll(() => {
  // noise: a picture far larger than a line of text or an argument
  const data = runFfmpeg(FFMPEGS[0], [
    ...['-f', 'lavfi', '-i', 'nullsrc=s=400x400,geq=random(1)*255:128:128', '-frames:v', '1', '-q:v', '2'],
    ...['-f', 'image2pipe', '-c:v', 'mjpeg', 'pipe:1'],
  ]);
  expect(data.length).toBeGreaterThan(64_000);
  covered = { ...tags, cover: { mime: 'image/jpeg', data } };
});

/** What ffmpeg finds in a file, as its own text: [CHAPTER] sections and, with `-map 0:a`, a [STREAM]'s fields. */
const asText = (ffmpeg: string, file: string): string =>
  new TextDecoder().decode(runFfmpeg(ffmpeg, ['-i', file, '-map', '0:a', '-c', 'copy', '-f', 'ffmetadata', 'pipe:1']));
const chaptersIn = (text: string): string[] =>
  [...text.matchAll(/\[CHAPTER\]\nTIMEBASE=(.*)\nSTART=(.*)\nEND=(.*)\ntitle=((?:\\[\s\S]|[^\\\n])*)/g)].map(
    ([, base, start, _end, title]) => `${base} ${start} ${title.replaceAll(/\\([\s\S])/g, '$1')}`,
  );
const expectedChapters = ['1/1000 0 Warm-up; = #', '1/1000 2000 Über\nthe hill', '1/1000 5500 Cool\\down 🧊\\'];

const withCarrier = (ffmpeg: string, container: TaggedContainer, given: FileTags, name: string): string => {
  const carrier = join(folder, `${name}.tags`);
  const file = join(folder, `${name}.${container}`);
  writeFileSync(carrier, tagCarrier(given, container));
  runFfmpeg(
    ffmpeg,
    [
      ...[...PCM, '-f', 'mp3', '-i', carrier, '-map', '0:a', ...carriedTags(given, container, 1)],
      ...[...BIT_EXACT, ...CODECS[container], '-y', file],
    ],
    pcm,
  );
  return file;
};

describe.each(FFMPEGS.map((ffmpeg, build) => ({ ffmpeg, build })))(
  'files tagged with ffmpeg $build',
  ({ ffmpeg, build }) => {
    it.each(['m4a', 'opus', 'flac', 'wav'] as const)(
      '%s keeps every text, and is the same every time',
      async (container) => {
        const file = withCarrier(ffmpeg, container, covered, `every-${build}`);
        const again = withCarrier(ffmpeg, container, covered, `again-${build}`);
        expect(Buffer.compare(readFileSync(file), readFileSync(again))).toBe(0);

        const { common, native, format } = await parseFile(file, { duration: true });
        if (container !== 'wav') expect(common.title).toBe(tags.title); // WAV names no encoding for its texts
        expect(common.artist).toBe(tags.artist);
        expect(common.album).toBe(tags.album);
        expect(common.comment?.map(({ text }) => text)).toEqual([tags.comment]);
        const kept = Object.values(native).flat();
        const trackId = kept.filter(({ id }) => id === 'TRACKID').map(({ value }) => value);
        expect(trackId).toEqual(container === 'opus' || container === 'flac' ? [tags.trackId] : []);
        if (container !== 'm4a') expect(format.duration).toBe(10);
        expect(readFileSync(file).includes('Lavf')).toBe(false);
      },
    );

    it.each(['m4a', 'opus', 'flac'] as const)('%s has each chapter once', (container) => {
      const file = withCarrier(ffmpeg, container, covered, `chapters-${build}`);
      for (const reader of FFMPEGS) expect(chaptersIn(asText(reader, file)), reader).toEqual(expectedChapters);
    });

    it('wav has no chapters', () => {
      const file = withCarrier(ffmpeg, 'wav', covered, `none-${build}`);
      for (const reader of FFMPEGS) expect(chaptersIn(asText(reader, file)), reader).toEqual([]);
      expect(new TextDecoder().decode(readFileSync(file))).toContain(tags.title);
    });

    it.each(['m4a', 'opus', 'flac'] as const)('%s has the cover, and none when there is none', async (container) => {
      const { common } = await parseFile(withCarrier(ffmpeg, container, covered, `cover-${build}`));
      expect(common.picture?.map(({ format }) => format)).toEqual(['image/jpeg']);
      expect(Buffer.compare(common.picture![0].data, covered.cover!.data)).toBe(0);
      if (container !== 'm4a') expect(common.picture![0].type).toBe('Cover (front)');
      const bare = await parseFile(withCarrier(ffmpeg, container, tags, `bare-${build}`));
      expect(bare.common.picture).toBeUndefined();
    });

    it.each(['m4a', 'opus', 'flac', 'wav'] as const)('%s takes no tags at all', async (container) => {
      const empty: FileTags = { title: '', artist: '', album: '', comment: '', chapters: [], cover: null };
      const file = withCarrier(ffmpeg, container, empty, `empty-${build}`);
      const { common } = await parseFile(file);
      expect([common.title, common.artist, common.album, common.comment]).toEqual(new Array(4).fill(undefined));
      expect(chaptersIn(asText(ffmpeg, file))).toEqual([]);
    });
  },
);

describe('an MP3 with our ID3 tag', () => {
  const audio = encodeMp3(music, ['-b:a', '128k']);

  it('keeps texts, chapters and cover for every reader', async () => {
    const file = join(folder, 'tagged.mp3');
    writeFileSync(file, Buffer.concat([id3Tag(covered), audio]));
    const { common, native } = await parseFile(file, { includeChapters: true });
    expect([common.title, common.artist, common.album]).toEqual([tags.title, tags.artist, tags.album]);
    expect(common.comment?.map(({ text }) => text)).toEqual([tags.comment]);
    expect(common.picture?.map(({ format, type }) => [format, type])).toEqual([['image/jpeg', 'Cover (front)']]);
    expect(Buffer.compare(common.picture![0].data, covered.cover!.data)).toBe(0);
    expect(native['ID3v2.3'].find(({ id }) => id === 'TXXX:TRACKID')?.value).toBe(tags.trackId);
    for (const reader of FFMPEGS) {
      const text = asText(reader, file);
      expect(chaptersIn(text), reader).toEqual(expectedChapters);
      expect(text, reader).toContain('TRACKID=hiit-30.calm');
    }
  });

  it('decodes to the same samples as without the tag', () => {
    const [bare, tagged] = [join(folder, 'bare.mp3'), join(folder, 'same.mp3')];
    writeFileSync(bare, audio);
    writeFileSync(tagged, Buffer.concat([id3Tag(covered), audio]));
    for (const reader of FFMPEGS) {
      const [a, b] = [bare, tagged].map((file) =>
        runFfmpeg(reader, ['-i', file, '-map', '0:a', '-f', 's16le', 'pipe:1']),
      );
      expect(Buffer.compare(a, b), reader).toBe(0);
    }
  });
});
