import { expect, it } from 'vitest';
import { seconds } from '../../../src/model/index.ts';
import { chaptersJson } from '../../../src/render/chapters-json.ts';

const tags = { title: 'Ride · Ana', artist: 'Ana', album: 'Ride', comment: '', cover: null };

it('says chapters as Podcasting 2.0 has them', () => {
  const chapters = [
    { title: 'Warm-up', start: seconds(0), end: seconds(62.12345) },
    { title: 'Höhe "1"', start: seconds(62.12345), end: seconds(100) },
  ];
  const text = chaptersJson({ ...tags, chapters })!;
  expect(text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(text)).toEqual({
    ...{ version: '1.2.0', title: 'Ride · Ana', author: 'Ana', podcastName: 'Ride' },
    chapters: [
      { startTime: 0, endTime: 62.123, title: 'Warm-up' },
      { startTime: 62.123, endTime: 100, title: 'Höhe "1"' },
    ],
  });
});

it('says nothing where there are no chapters', () => {
  expect(chaptersJson({ ...tags, chapters: [] })).toBeNull();
});
