import { expect, test } from 'vitest';
import { type DroppedEntry, filesBelow } from '../../../../renderer/library/dropped-files.ts';

const file = (name: string): DroppedEntry => ({
  isFile: true,
  isDirectory: false,
  name,
  file: (found) => found(new File(['x'], name)),
});
/** Like a browser, gives its entries a few at a time and then none. */
const folder = (name: string, below: DroppedEntry[], atATime = 2): DroppedEntry => ({
  isFile: false,
  isDirectory: true,
  name,
  createReader: () => {
    const left = [...below];
    return { readEntries: (read) => read(left.splice(0, atATime)) };
  },
});
const names = async (...entries: DroppedEntry[]) => (await filesBelow(entries)).map(({ name }) => name);

test('finds every sound below a folder, however deep and however many', async () => {
  const many = Array.from({ length: 5 }, (_, at) => file(`${at}.mp3`));
  expect(await names(folder('music', [folder('live', [file('a.FLAC')]), ...many]))).toEqual([
    'a.FLAC',
    '0.mp3',
    '1.mp3',
    '2.mp3',
    '3.mp3',
    '4.mp3',
  ]);
});

test('leaves what is no sound in a folder, but sends what was dropped itself', async () => {
  expect(await names(folder('music', [file('cover.jpg'), file('one.wav'), file('list.m3u')]))).toEqual(['one.wav']);
  expect(await names(file('odd name'))).toEqual(['odd name']);
});

test('says so when something cannot be read', async () => {
  const locked: DroppedEntry = { ...file('a.mp3'), file: (_, failed) => failed(new Error('not readable')) };
  await expect(filesBelow([folder('music', [locked])])).rejects.toThrow('not readable');
});
