import { readFileSync, writeFileSync } from 'node:fs';
import { parseFile } from 'music-metadata';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AssetAnalyzer, createAssetAnalyzer, id3Tag, readCover } from '../../../src/media/index.ts';
import { codeOf, everyFfmpeg, run, scratch, writeNoise } from './sound-files.ts';

const files = scratch();
const [ffmpeg] = await everyFfmpeg();
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
let analyzer: AssetAnalyzer;

beforeAll(() => {
  writeNoise(files.at('a.wav'), { length: 48_000 });
  writeFileSync(files.at('cover.png'), PNG);
  run(ffmpeg, '-i', files.at('a.wav'), files.at('plain.mp3'));
  analyzer = createAssetAnalyzer({ cacheDir: files.at('cache'), ffmpeg, threads: 1 });
});
afterAll(async () => {
  await analyzer.close();
  files.remove();
});

const withCover = ['-map', '0:a', '-map', '1:v', '-c:v', 'copy', '-disposition:v:0', 'attached_pic'];
const tags = ['-metadata', 'title=Uphill\nagain', '-metadata', 'artist=Ana', '-metadata', 'album=Rides'];

describe('tags and cover', () => {
  test.each(['c.mp3', 'c.m4a', 'c.flac'])('of %s', async (name) => {
    const file = files.at(name);
    run(ffmpeg, '-i', files.at('a.wav'), '-i', files.at('cover.png'), ...withCover, ...tags, file);
    expect(await analyzer.analyze(file)).toMatchObject({
      title: 'Uphill again',
      artist: 'Ana',
      album: 'Rides',
      hasCover: true,
    });
    const cover = await readCover(file);
    expect(cover?.type).toBe('image/png');
    expect(Buffer.compare(cover!.bytes, PNG)).toBe(0);
  });

  test('a file without any has its name for a title, and no cover', async () => {
    expect(await analyzer.analyze(files.at('plain.mp3'))).toMatchObject({
      title: 'plain',
      artist: '',
      hasCover: false,
    });
    expect(await readCover(files.at('plain.mp3'))).toBeNull();
  });

  test('a page that says it is a picture is none', async () => {
    run(
      ffmpeg,
      '-i',
      files.at('a.wav'),
      '-metadata',
      'title=x',
      '-write_id3v1',
      '0',
      '-id3v2_version',
      '0',
      files.at('bare.mp3'),
    );
    const page = Buffer.from('<html><script>alert(1)</script></html>');
    writeFileSync(
      files.at('page.mp3'),
      Buffer.concat([
        id3Tag({
          title: 'Page',
          artist: '',
          album: '',
          comment: '',
          chapters: [],
          cover: { mime: 'image/png', data: page },
        }),
        readFileSync(files.at('bare.mp3')),
      ]),
    );
    expect((await parseFile(files.at('page.mp3'))).common.picture).toHaveLength(1);
    expect(await readCover(files.at('page.mp3'))).toBeNull();
    expect(await analyzer.analyze(files.at('page.mp3'))).toMatchObject({ title: 'Page', hasCover: false });
  });

  test('a file that is no sound has no cover; one that is not there is missing', async () => {
    expect(await readCover(files.at('cover.png'))).toBeNull();
    expect(await codeOf(readCover(files.at('none.mp3')))).toBe('file-missing');
  });
});
