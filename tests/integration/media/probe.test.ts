import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probe } from '../../../src/media/index.ts';
import { codeOf, everyFfmpeg, run, scratch, writeNoise } from './sound-files.ts';

const files = scratch();
const [ffmpeg] = await everyFfmpeg();
const tags = ['-metadata', 'title=Hills', '-metadata', 'artist=The Climbers'];

beforeAll(() => {
  writeNoise(files.at('a.wav'), { length: 96_000 });
  run(ffmpeg, '-f', 'lavfi', '-i', 'color=red:s=64x64:d=1', '-frames:v', '1', files.at('cover.png'));
});
afterAll(() => files.remove());

test.each(['mp3', 'm4a', 'flac', 'opus'])('tells what a tagged %s says of itself', async (format) => {
  const file = files.at(`song.${format}`);
  run(ffmpeg, '-i', files.at('a.wav'), ...tags, file);
  const found = await probe(file);
  expect(found).toMatchObject({ title: 'Hills', artist: 'The Climbers', sampleRate: 48_000, channels: 2, cover: null });
  expect(found.durationSeconds).toBeCloseTo(2, 1);
});

test('gives the cover', async () => {
  const file = files.at('cover.mp3');
  run(ffmpeg, '-i', files.at('a.wav'), '-i', files.at('cover.png'), '-map', '0:a', '-map', '1:v', '-c:v', 'png', file);
  const { cover } = await probe(file);
  expect(cover?.mime).toBe('image/png');
  expect(Buffer.from(cover!.data.subarray(1, 4)).toString()).toBe('PNG');
});

test('a file without tags, and one that is no media, give nulls', async () => {
  expect(await probe(files.at('a.wav'))).toMatchObject({ durationSeconds: 2, title: null, artist: null, cover: null });
  writeFileSync(files.at('text.mp3'), 'words\n');
  expect(await probe(files.at('text.mp3'))).toMatchObject({ durationSeconds: null, sampleRate: null, title: null });
  expect(await codeOf(probe(files.at('none.mp3')))).toBe('file-missing');
});
