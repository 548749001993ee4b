import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFfmpeg } from '../../../src/media/index.ts';
import type { AudioFormat } from '../../../src/model/index.ts';
import { type ExportRequest, type ExportResult, openStudio, type Studio } from '../../../src/studio/index.ts';
import { type Desk, openDesk } from './cueforge.ts';
import { runFfmpeg } from './judge.ts';
import { writeJson, writeMusic } from './material.ts';

const LENGTH = 20;

/** What becomes of the bytes that an encoder wrote: statements on `bytes`, a Buffer. Frames and samples as ours are. */
const DAMAGES = {
  none: '',
  // Header kept, the rest zeros: what a decoder makes silence of.
  mp3Silence:
    'for (let f = 100; f < 120 && (f + 1) * 960 <= bytes.length; f++) bytes.fill(0, f * 960 + 4, (f + 1) * 960);',
  wavSilence: 'bytes.fill(0, DATA + 6 * 48000 * 7, DATA + 6 * (48000 * 7 + 4800));',
  wavStart: 'bytes.fill(0, DATA, DATA + 6 * 24000);',
  wavEnd: 'bytes.fill(0, DATA + 6 * (48000 * 20 - 9600), DATA + 6 * 48000 * 20);',
  wavShort:
    'bytes = bytes.subarray(0, DATA + 6 * (48000 * 20 - 2400)); bytes.writeUInt32LE(bytes.length - 8, 4); bytes.writeUInt32LE(bytes.length - DATA, DATA - 4);',
  wavShifted: 'bytes.copyWithin(DATA + 6 * 100, DATA, DATA + 6 * (48000 * 20 - 100));',
  // The music as it ducks under the cue, and no cue: without the limiter, what is left of it is rounding.
  wavCueless:
    'for (let i = 2 * CUE[0]; i < 2 * CUE[1]; i++) bytes.writeIntLE(Math.round(bed.readFloatLE(bed.indexOf("data") + 8 + 4 * i) * 2 ** 23), DATA + 3 * i, 3);',
  mp3Cueless: 'bedMp3.copy(bytes, 500 * 960, 500 * 960, 600 * 960);',
  // So fast a tone that nothing of it is left where cues are looked for.
  wavNoise: 'for (let i = 2 * CUE[0]; i < 2 * CUE[1]; i++) bytes.writeIntLE(i & 2 ? 16 : -16, DATA + 3 * i, 3);',
  wavClipped: 'for (let i = 0; i < 24; i++) bytes.writeIntLE(0x7fffff, DATA + 6 * 48000 * 9 + 3 * i, 3);',
};

/** The music of the mix without its cue, of which damages take what they put in the place of the cue. */
const BED = 'ride_full.ducked.wav';
const BED_MP3 = 'ride_full.ducked.mp3';

let desk: Desk;
const studios: Studio[] = [];
/** A studio whose ffmpeg is the real one, save what it does to the files that it encodes. */
const studioWith = async (damage: keyof typeof DAMAGES): Promise<Studio> => {
  const { path } = await findFfmpeg(null);
  const script = desk.at(`ffmpeg-${damage}.cjs`);
  writeFileSync(
    script,
    `#!${process.execPath}
const { spawn, spawnSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const real = ${JSON.stringify(path)};
const CUE = [12 * 48000, 14.4 * 48000];
const [bed, bedMp3] = ${JSON.stringify([BED, BED_MP3].map((name) => desk.at('bed', name)))}.map((file) => existsSync(file) ? readFileSync(file) : null);
const damage = (bytes) => {
  const DATA = bytes.indexOf('data') + 8;
  ${DAMAGES[damage]}
  return bytes;
};
if (args.includes('libmp3lame') && args.includes('pipe:1')) {
  const child = spawn(real, args, { stdio: ['inherit', 'pipe', 'inherit'] });
  const made = [];
  child.stdout.on('data', (piece) => made.push(piece));
  child.on('close', (code) => process.stdout.write(damage(Buffer.concat(made)), () => process.exit(code)));
} else {
  const { status } = spawnSync(real, args, { stdio: 'inherit' });
  const file = args.at(-1).replace(/^file:/, '');
  if (args.includes('pcm_s24le') && status === 0) writeFileSync(file, damage(readFileSync(file)));
  process.exit(status ?? 1);
}
`,
  );
  chmodSync(script, 0o755);
  const studio = await openStudio({ cachePath: desk.cache, ffmpegPath: script });
  studios.push(studio);
  return studio;
};

const write = (at: number): void =>
  writeJson(desk.at('ride.json'), {
    ...{ id: 'ride', music_url: 'music.wav' },
    cues: [{ id: 'go', time_ms: at, text: 'Here we go.' }],
    variants: [{ id: 'full', name: 'Full' }],
  });
beforeAll(() => {
  desk = openDesk();
  writeMusic(desk.at('music.wav'), LENGTH);
  write(12_000);
});
afterAll(async () => {
  for (const studio of studios) await studio.close();
  desk.clear();
});

const exported = async (
  studio: Studio,
  format: AudioFormat,
  out: string,
  more: Partial<ExportRequest> = {},
): Promise<ExportResult> =>
  studio.exportWorkout({
    workout: desk.at('ride.json'),
    outDir: desk.at(out),
    variants: ['full'],
    formats: [format],
    ...more,
  });
const sentences = ({ refused }: ExportResult): string => refused.map(({ failure }) => failure.message).join();

it.each<AudioFormat>(['mp3', 'wav', 'wav16', 'flac', 'm4a', 'opus'])('passes %s as it was encoded', async (format) => {
  const made = await exported(await studioWith('none'), format, `whole-${format}`);
  expect(sentences(made)).toBe('');
  const judged = made.files[0].checks.filter(({ name }) => name === 'clipping' || name === 'silence');
  expect(judged).toEqual(
    ['clipping', 'silence'].map((name) => ({ name, passed: true, measured: 0, asked: 0, unit: 'frames' })),
  );
});

it.each([
  ['wavSilence', 'wav', /silent for 0\.\d+ s where the mix sounds, first at 6\.6 s/],
  ['wavStart', 'wav', /silent for 0\.\d+ s where the mix sounds, from its start/],
  ['wavEnd', 'wav', /silent for 0\.\d+ s where the mix sounds, first at 19\.\d s/],
  ['wavClipped', 'wav', /12 samples are clipped, three or more in a row at full scale/],
  ['mp3Silence', 'mp3', /silent for 0\.\d+ s where the mix sounds, first at 1\.8 s/],
] as const)('gives no file its name that was damaged on the way: %s', async (damage, format, sentence) => {
  const made = await exported(await studioWith(damage), format, damage, { serial: true });
  expect(made.files).toEqual([]);
  expect(sentences(made)).toMatch(sentence);
  expect(made.refused[0].failure.code).toBe('check-failed');
  expect(readdirSync(desk.at(damage)).filter((name) => /\.(mp3|wav|partial)/.test(name))).toEqual([]);
});

/** Made as exports make their MP3s: its frames lie where theirs do. */
const MP3 = '-c:a libmp3lame -b:a 320k -reservoir 0 -write_xing 0 -id3v2_version 0 -f mp3'.split(' ');

it.each([
  ['wavShort', 'wav', 'full', /kept: duration is 957600 frames, asked 960000$/],
  ['wavShifted', 'wav', 'full', /kept: cue go at 12\.0 s is 2\.1 ms late$/],
  ['wavShifted', 'wav', 'music', /kept: the music at 5\.0 s is 2\.1 ms late, and 2 more$/],
  ['wavCueless', 'wav', 'full', /kept: cue go at 12\.0 s was not found$/],
  ['mp3Cueless', 'mp3', 'full', /kept: cue go at 12\.0 s was not found$/],
  ['wavNoise', 'wav', 'coaching', /kept: cue go at 12\.0 s was not found$/],
] as const)('notices what is not whole, or not in its place: %s', async (damage, format, variant, sentence) => {
  const bed = await exported(await studioWith('none'), 'wav', 'bed', { variants: ['full:ducked'] });
  expect(bed.files.map(({ file }) => file)).toEqual([BED]);
  runFfmpeg('-y', '-i', bed.files[0].path, ...MP3, desk.at('bed', BED_MP3));
  const out = `${damage}-${variant}`;
  const made = await exported(await studioWith(damage), format, out, { variants: [variant], serial: true });
  expect(made.files).toEqual([]);
  expect(sentences(made)).toMatch(sentence);
  expect(readdirSync(desk.at(out))).toEqual([]);
});

it('finds cues under a limiter at work, and lets those be that music drowns or the end cuts off', async () => {
  const low = { id: 'low', time_ms: 6_000, text: 'Nobody hears this.', gain_db: -42, duck: 'off' };
  writeJson(desk.at('low.json'), {
    ...{ id: 'low', music_url: 'music.wav', variants: [{ id: 'full' }] },
    cues: [
      low,
      { ...low, id: 'open', time_ms: 12_000, gain_db: 0 },
      { ...low, id: 'end', time_ms: LENGTH * 1_000 - 1, gain_db: 0 },
    ],
  });
  const studio = await studioWith('none');
  for (const [format, more, drowned] of [
    ['mp3', { bitrate: 32 }, null],
    ['wav', { target: -5 }, 0], // no codec hides it
  ] as const) {
    const made = await exported(studio, format, 'low', { workout: desk.at('low.json'), ...more });
    expect(sentences(made)).toBe('');
    const { files } = JSON.parse(readFileSync(desk.at('low', 'manifest.json'), 'utf8'));
    expect(files[0].cues.map(({ offset_ms }: { offset_ms: number | null }) => offset_ms)).toEqual([drowned, 0, null]);
  }
});

it('judges what was encoded anew beside frames that are inherited, and shares nothing of what failed', async () => {
  const good = await studioWith('none');
  expect(sentences(await exported(good, 'mp3', 'shared'))).toBe('');
  write(14_000);
  // Damage of the new frames alone, in the piece that they are encoded as.
  const bad = await exported(await studioWith('mp3Silence'), 'mp3', 'shared');
  expect(sentences(bad)).toMatch(/where the mix sounds/);
  expect(existsSync(desk.at('shared', 'ride_full.mp3'))).toBe(true); // the earlier one
  const again = await exported(good, 'mp3', 'shared');
  expect(sentences(again)).toBe('');
  const full = await exported(good, 'mp3', 'shared', { fullCheck: true });
  const counted = ({ files }: ExportResult) => files[0].checks.filter(({ unit }) => unit === 'frames');
  expect(counted(full)).toEqual(counted(again));
  expect(counted(full)).toHaveLength(3);
  const places = ({ files }: ExportResult) => files[0].checks.find(({ name }) => name === 'cue-offsets');
  expect(places(full)).toEqual(places(again));
  expect(places(full)?.passed).toBe(true);
});
