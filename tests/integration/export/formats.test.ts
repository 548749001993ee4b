import { readFileSync } from 'node:fs';
import { parseFile } from 'music-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './cueforge.ts';
import { decoded, ebur128, runFfmpeg, soundOf, tagsOf } from './judge.ts';
import { writeJson, writeMusic } from './material.ts';

const LENGTH = 20;
const FRAMES = LENGTH * 48_000;
const SEGMENTS = [
  { title: 'Warm-up', start_time: 0, duration_seconds: 8 },
  { title: 'Höhe = Mut; #1', start_time: 8, duration_seconds: 12 },
];
/** How each format is told apart, and how far decoders may differ about its end, in frames. */
const FORMATS = {
  mp3: { sound: /^mp3.*48000 Hz, stereo.*320 kb/, slack: 0 },
  m4a: { sound: /^aac.*48000 Hz, stereo/, slack: 1024 },
  opus: { sound: /^opus.*48000 Hz, stereo/, slack: 0 },
  flac: { sound: /^flac.*48000 Hz, stereo, s32 \(24 bit\)/, slack: 0 },
  wav: { sound: /^pcm_s24le.*48000 Hz, (stereo|2 channels)/, slack: 0 },
  wav16: { sound: /^pcm_s16le.*48000 Hz, (stereo|2 channels)/, slack: 0 },
  wav32: { sound: /^pcm_f32le.*48000 Hz, (stereo|2 channels)/, slack: 0 },
} as const;

let desk: Desk;
let cover: Uint8Array;
const ENDINGS: Readonly<Record<string, string>> = { wav16: '16.wav', wav32: '32.wav' };
const file = (format: string): string => desk.at('out', `ride_coached.${ENDINGS[format] ?? format}`);

beforeAll(async () => {
  desk = openDesk();
  writeMusic(desk.at('plain.wav'), LENGTH);
  runFfmpeg('-f', 'lavfi', '-i', 'testsrc=size=64x64', '-frames:v', '1', desk.at('cover.png'));
  cover = readFileSync(desk.at('cover.png'));
  const artist = ['-metadata', 'artist=The Band', '-disposition:v', 'attached_pic'];
  runFfmpeg('-i', desk.at('plain.wav'), '-i', desk.at('cover.png'), '-c:v', 'copy', ...artist, desk.at('music.flac'));
  writeJson(desk.at('ride.json'), {
    ...{ id: 'ride', title: 'Morning ride', music_url: 'music.flac', segments: SEGMENTS },
    coaches: [{ id: 'maya', name: 'Maya' }],
    cues: [{ time_ms: 5_000, text: 'Breathe.' }],
  });
  const formats = Object.keys(FORMATS).flatMap((format) => ['--format', format]);
  const ended = await desk.cueforge('export', 'ride.json', '--out', 'out', '--variant', 'coached', ...formats);
  expect(ended).toMatchObject({ code: 0 });
});
afterAll(() => desk.clear());

describe.each(Object.entries(FORMATS))('%s', (format, { sound, slack }) => {
  it('decodes to the length and loudness of the mix, under the ceiling', () => {
    expect(soundOf(file(format))).toMatch(sound);
    const frames = decoded(file(format)).length / 2;
    expect(frames).toBeGreaterThanOrEqual(FRAMES);
    expect(frames - FRAMES).toBeLessThanOrEqual(slack);
    const { lufs, dbtp } = ebur128(file(format));
    expect(Math.abs(lufs + 14)).toBeLessThanOrEqual(0.5);
    expect(dbtp).toBeLessThanOrEqual(-1);
  });

  it('carries title, artist and the cover of the music', async () => {
    const { common } = await parseFile(file(format));
    expect(common).toMatchObject({
      title: 'Morning ride · Coached',
      artist: 'Maya',
      album: 'Morning ride',
    });
    expect(common.picture).toHaveLength(1);
    expect(Buffer.compare(common.picture![0].data, cover)).toBe(0);
  });

  it('has a chapter for each segment', async () => {
    const { chapters } = tagsOf(file(format));
    // ffmpeg counts an MP3's time from the end of the encoder's delay, 1105 samples.
    const early = format === 'mp3' ? 1105 / 48_000 : 0;
    expect(chapters.map(({ title }) => title.replace(/\\(.)/g, '$1'))).toEqual(SEGMENTS.map(({ title }) => title));
    for (const [i, { start }] of chapters.entries()) {
      expect(Math.abs(start - Math.max(0, SEGMENTS[i].start_time - early))).toBeLessThanOrEqual(0.001);
    }
    if (format === 'opus' || format === 'flac') return; // as Vorbis comments, which are this reader's native tags
    const read = (await parseFile(file(format), { includeChapters: true })).format.chapters;
    expect(read?.map(({ title }) => title)).toEqual(SEGMENTS.map(({ title }) => title));
  });
});

it('lists all formats of the variant in the manifest, and gives the player the first', () => {
  const { files } = JSON.parse(readFileSync(desk.at('out', 'manifest.json'), 'utf8'));
  expect(files.map((entry: { settings: { format: string } }) => entry.settings.format)).toEqual(Object.keys(FORMATS));
  expect(JSON.parse(readFileSync(desk.at('out', 'ride.json'), 'utf8')).variants).toMatchObject([
    { id: 'coached', url: 'ride_coached.mp3' },
  ]);
});
