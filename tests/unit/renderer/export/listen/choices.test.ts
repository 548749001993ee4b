import { describe, expect, it } from 'vitest';
import { choicesOf, variantName } from '../../../../../renderer/export/listen/choices.ts';
import type { MadeExport } from '../../../../../src/contract/index.ts';

const NAMES = new Map([
  ['easy', 'Easy with Ana'],
  ['hard', 'Hard with Ben'],
]);
const made = (variant: string, changes: Partial<MadeExport> = {}): MadeExport => {
  const format = changes.format ?? 'mp3';
  return {
    ...{ workout: '/ride.json', variant, format, preset: 'default', path: `/out/${variant}.${format}` },
    ...{ sha256: 'x', bytes: 1, seconds: 360, encodedSeconds: 1, lufs: -14, lra: 3, dbtp: -1, cues: 3 },
    ...{ checks: [], warnings: [], engine: '1', madeAt: 1_000, ...changes },
  };
};
const choices = (files: MadeExport[], path: string, tracks = 0) =>
  choicesOf({ files, music: { tracks, lufs: -9 } }, made('', { path }), NAMES, (at) => `at ${at}`);
const named = (files: MadeExport[], path: string) =>
  choices(files, path)!.others.map(({ group, name }) => [group, name]);

describe('what a file can be heard against', () => {
  it('is its music, what the workout is now, other variants, other formats and what was made before, in this order', () => {
    const files = [
      made('hard'),
      made('coaching'),
      made('easy', { format: 'flac' }),
      made('easy'),
      made('music'),
      made('easy', { path: '/old/easy.mp3', madeAt: 500 }),
    ];
    expect(named(files, '/out/easy.mp3')).toEqual([
      ['music', 'Music · MP3'],
      ['now', 'Easy with Ana, not exported'],
      ['variant', 'Hard with Ben · MP3'],
      ['variant', 'Coaching · MP3'],
      ['format', 'Easy with Ana · FLAC'],
      ['earlier', 'Easy with Ana · MP3, at 500'],
    ]);
    const { others, file } = choices(files, '/out/easy.mp3')!;
    expect(file).toBe(files[3]);
    expect(others[0]).toMatchObject({ sound: { kind: 'made', path: '/out/music.mp3' }, lufs: -14 });
    expect(others[1]).toMatchObject({ sound: { kind: 'mix', workout: '/ride.json', variant: 'easy' }, lufs: null });
  });

  it('is of another variant the file of the same preset, then of the same format, then the newest', () => {
    const files = [
      made('easy'),
      made('hard', { path: '/b/hard.mp3', preset: 'podcast', madeAt: 9_000 }),
      made('hard', { format: 'flac', madeAt: 8_000 }),
      made('hard', { path: '/a/hard.mp3', madeAt: 2_000 }),
      made('hard', { path: '/c/hard.mp3', madeAt: 3_000 }),
    ];
    const path = (of: MadeExport[]) =>
      choices(of, '/out/easy.mp3')!.others.find(({ group }) => group === 'variant')?.id;
    expect(path(files)).toBe('/c/hard.mp3');
    expect(
      path(files.filter((each) => each.format !== 'mp3' || each.preset === 'podcast' || each.variant === 'easy')),
    ).toBe('/out/hard.flac');
    expect(path(files.slice(0, 2))).toBe('/b/hard.mp3');
  });

  it('of music is the variants; of a stem nothing that is not made', () => {
    const files = [made('music'), made('easy'), made('easy:voice', { format: 'wav32' })];
    expect(named(files, '/out/music.mp3')).toEqual([
      ['now', 'Music, not exported'],
      ['variant', 'Easy with Ana · MP3'],
      ['variant', 'Easy with Ana, voice · WAV32'],
    ]);
    expect(named(files.slice(2), '/out/easy:voice.wav32')).toEqual([]);
  });

  it('is the source music, where there is some', () => {
    const source = (tracks: number) =>
      choices([made('easy')], '/out/easy.mp3', tracks)!.others.filter(({ group }) => group === 'source');
    expect(source(0)).toEqual([]);
    expect(source(1)).toMatchObject([
      { name: 'Source music', lufs: -9, sound: { kind: 'music', workout: '/ride.json' } },
    ]);
    expect(source(3)).toMatchObject([{ name: 'Source music, 3 tracks' }]);
  });

  it('is nothing where the file is not there', () => {
    expect(choices([made('easy')], '/out/hard.mp3')).toBeNull();
  });

  it('is nothing where another file lies in its place, and not for as long as its own is yet to be listed', () => {
    const there = (changes: Partial<MadeExport>): boolean => choices([made('easy', changes)], '/out/easy.mp3') !== null;
    expect(there({ sha256: 'y', madeAt: 2_000 })).toBe(false);
    expect(there({ madeAt: 2_000 })).toBe(true);
    expect(there({ sha256: 'w', madeAt: 500 })).toBe(true);
  });
});

describe('two tracks', () => {
  it('are the music and the coaching, and the stems of the variant that is looked at', () => {
    const files = [
      made('easy'),
      made('music'),
      made('coaching'),
      made('easy:ducked', { format: 'wav32' }),
      made('easy:voice', { format: 'wav32' }),
      made('hard:voice', { format: 'wav32' }),
    ];
    const tracks = (path: string) =>
      choices(files, path)!.tracks.map(({ name, music, coaching }) => [name, music.variant, coaching.variant]);
    const both = [
      ['Music and coaching', 'music', 'coaching'],
      ['Easy with Ana: its stems', 'easy:ducked', 'easy:voice'],
    ];
    expect(tracks('/out/easy.mp3')).toEqual(both);
    expect(tracks('/out/easy:voice.wav32')[1]).toEqual(['Easy with Ana: its stems', 'easy:ducked', 'easy:voice']);
    expect(tracks('/out/hard:voice.wav32')).toEqual(both.slice(0, 1));
    expect(choices(files.slice(0, 2), '/out/easy.mp3')!.tracks).toEqual([]);
  });
});

it('names variants, stems too', () => {
  expect(
    ['music', 'coaching', 'easy', 'hard:ducked', 'hard:voice', 'gone'].map((id) => variantName(id, NAMES)),
  ).toEqual(['Music', 'Coaching', 'Easy with Ana', 'Hard with Ben, ducked music', 'Hard with Ben, voice', 'gone']);
});
