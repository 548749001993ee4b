import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job, SoundRef } from '../../../src/contract/index.ts';
import { findFfmpeg } from '../../../src/media/index.ts';
import { codecArgs, type Encoding } from '../../../src/render/formats.ts';
import { openPreviewed, type Previewed, writeWorkout } from './preview-material.ts';

/** What is listened to while a workout is edited, held to what is exported of it. */
const folder = mkdtempSync(join(tmpdir(), 'cueforge-preview-'));
let studio: Previewed;
let ride: string;
const CUES = [
  { id: 'one', time_ms: 1_000, text: 'Ready? Spin it up.' },
  { id: 'two', time_ms: 6_200, text: 'Hold this pace.', tags: ['pace'] },
  { id: 'three', time_ms: 12_500, text: 'And rest.' },
];
const MP3: Encoding = { format: 'mp3', bitrate: 320, voice: false };

beforeAll(async () => {
  studio = await openPreviewed(folder);
  ride = writeWorkout(
    folder,
    {
      tracks: [
        { id: 'first', file: 'a.wav', trim_start_ms: 500, fade_in_ms: 1_000, gain_db: -1 },
        { id: 'second', file: 'b.wav', crossfade_ms: 2_000 },
      ],
      cues: CUES,
      variants: [
        { id: 'coached', formats: ['wav'], ducking: { depth_db: -6, release_ms: 300 } },
        { id: 'loud', formats: ['wav'], voice_level_db: 3, target_lufs: -11, cues: { tags: ['pace'] } },
        { id: 'small', formats: ['mp3', 'wav'], ducking: { depth_db: -9 } },
        { id: 'spoken', formats: ['wav'], voice_level_db: 12, target_lufs: -26 },
      ],
    },
    { 'a.wav': 23, 'b.wav': 19 },
  );
  await studio.client.call('settings.set', { exportFolder: join(folder, 'exports') });
  await studio.client.call('edit.open', { path: ride });
  await studio.settled(ride);
  await studio.found(ride);
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The mix of a variant, or another sound, from a frame on, granted in pieces that `piece` gives. */
const heard = async (
  variant: string | SoundRef,
  from = 0,
  piece: () => number = () => 960_000,
  workout = ride,
): Promise<Float32Array> => {
  const listener = studio.listen();
  const sound = typeof variant === 'string' ? { kind: 'mix', workout, variant } : variant;
  listener.say({ kind: 'open', epoch: 1, sound, from });
  let granted = 0;
  const over = (): boolean => listener.of(1).some(({ kind }) => kind === 'ended' || kind === 'failed');
  while (!over()) {
    const more = piece();
    granted += more;
    listener.credit(1, more);
    await listener.until(() => listener.framesOf(1) >= granted || over());
  }
  expect(listener.of(1).at(-1)).toMatchObject({ kind: 'ended' });
  const { pcm, from: first, whole } = listener.sound(1);
  expect([first, whole]).toEqual([from, true]);
  listener.close();
  return pcm;
};
const exported = async (variants: string[], path = ride): Promise<void> => {
  const { job } = await studio.client.call('export.start', { path, variants });
  const ended = await new Promise<Job>((resolve) => {
    const stop = studio.client.on('jobs.changed', (change) => {
      if (change.id !== job || change.endedAt === null) return;
      stop();
      resolve(change);
    });
  });
  expect(ended).toMatchObject({ state: 'done', problems: [] });
};
/** The samples of a 24-bit WAV file, as the whole numbers they are. */
const wholeSamples = (path: string): Int32Array => {
  const bytes = readFileSync(path);
  let at = 12;
  while (bytes.toString('latin1', at, at + 4) !== 'data') at += 8 + bytes.readUInt32LE(at + 4);
  const count = bytes.readUInt32LE(at + 4) / 3;
  return Int32Array.from({ length: count }, (_, i) => bytes.readIntLE(at + 8 + 3 * i, 3));
};
const fileOf = (name: string): string => join(folder, 'exports', name);
/** The first sample that a WAV file has otherwise; -1: none. 24 bits of each, as ffmpeg takes them: rounded to 32, of which the last 8 are cut off. */
const apartFrom = (file: Int32Array, mix: Float32Array): number =>
  file.findIndex((sample, i) => sample !== Math.floor(Math.round(mix[i] * 2 ** 31) / 256));
/** A variant once it is heard as it was exported: its gain is looked for from when the workout was opened. */
const heardAs = async (file: Int32Array, variant: string): Promise<Float32Array> => {
  let mix = await heard(variant);
  while (apartFrom(file, mix) !== -1) mix = await heard(variant);
  expect(mix.length).toBe(file.length);
  return mix;
};
/** What the encoder of an export makes of a mix: its frames alone. */
const asMp3 = async (mix: Float32Array, encoding: Encoding): Promise<Buffer> => {
  const ffmpeg = await findFfmpeg(null);
  const pcm = Buffer.from(mix.buffer, mix.byteOffset, mix.byteLength);
  const input = ['-v', 'error', '-f', 'f32le', '-ar', '48000', '-ac', '2', '-i', '-'];
  return execFileSync(ffmpeg.path, [...input, ...codecArgs(encoding), '-'], { input: pcm, maxBuffer: 1 << 28 });
};
/** Whether an MP3 file ends with these frames: before them are its tags and what says its length. */
const endsWith = (path: string, encoded: Buffer): boolean =>
  encoded.length > 10_000 && readFileSync(path).subarray(-encoded.length).equals(encoded);

describe('the preview', () => {
  test('is the export: every sample of every variant, from wherever it is begun, however it is asked for', async () => {
    await exported(['coached', 'loud']);
    let seed = 1;
    const random = (): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return 1 + (seed % 60_000);
    };
    for (const variant of ['coached', 'loud']) {
      const file = wholeSamples(fileOf(`ride/ride_${variant}.wav`));
      const whole = await heardAs(file, variant);
      expect(whole.some((sample) => Math.abs(sample) > 0.5)).toBe(true);
      for (const from of [1, 296_111, 1_024_567, whole.length / 2 - 3]) {
        const part = await heard(variant, from, random);
        expect(part.length).toBe(whole.length - 2 * from);
        expect(Buffer.compare(Buffer.from(part.buffer), Buffer.from(whole.buffer, 8 * from))).toBe(0);
      }
    }
  });

  test('is the export in a variant whose first format is MP3: the encoder makes the same frames of it', async () => {
    await exported(['small']);
    const mix = await heard('small');
    expect(endsWith(fileOf('ride/ride_small.mp3'), await asMp3(mix, MP3))).toBe(true);
    const louder = mix.map((sample) => sample * 10 ** (0.01 / 20));
    expect(endsWith(fileOf('ride/ride_small.mp3'), await asMp3(louder, MP3))).toBe(false);
  });

  test('has the gain of its own that the export gives a variant, once it was found, and keeps it', async () => {
    await exported(['spoken']);
    const file = wholeSamples(fileOf('ride/ride_spoken.wav'));
    await heardAs(file, 'spoken');
    expect(apartFrom(file, await heard('spoken'))).toBe(-1);
    const { workouts } = await studio.client.call('workouts.list', {});
    const [made] = workouts.find(({ path }) => path === ride)!.variants.find(({ id }) => id === 'spoken')!.files;
    expect(made.warnings[0]).toContain('has a gain of its own');
  });

  test('has the music as its files have it too, where the workout has it sound', async () => {
    const mix = await heard({ kind: 'music', workout: ride });
    const samplesIn = (name: string): Int16Array => new Int16Array(readFileSync(join(folder, name)).buffer.slice(44));
    /** The first sample of a stretch of the mix, in frames, that is not the file's `later` frames on; -1: all are. */
    const apart = (name: string, from: number, to: number, later: number): number => {
      const file = samplesIn(name);
      return mix.subarray(2 * from, 2 * to).findIndex((sample, i) => sample !== file[2 * (from + later) + i] / 32_768);
    };
    const second = 20.5 * 48_000;
    expect(mix.length).toBe(2 * (second + 19 * 48_000));
    expect(apart('a.wav', 48_000, second, 24_000)).toBe(-1);
    expect(apart('b.wav', second + 96_000, second + 19 * 48_000, -second)).toBe(-1);
    expect(await studio.client.call('workouts.music', { path: ride })).toEqual({ tracks: 2, lufs: null });
    const single = join(folder, 'single.json');
    writeFileSync(single, JSON.stringify({ id: 'single', music_url: 'a.wav', cues: [] }));
    const { rows } = await studio.client.call('library.search', { text: 'a' });
    const { lufs } = rows.find(({ path }) => path === join(folder, 'a.wav'))!;
    expect(lufs).toBeLessThan(-5);
    expect(await studio.client.call('workouts.music', { path: single })).toEqual({ tracks: 1, lufs });
  });

  test('is the export in a workout without music', async () => {
    const path = join(folder, 'talk.json');
    writeFileSync(path, JSON.stringify({ id: 'talk', cues: CUES }));
    await studio.client.call('edit.open', { path });
    await studio.settled(path);
    await exported(['coaching'], path);
    const mix = await heard('coaching', 0, undefined, path);
    const voice: Encoding = { format: 'mp3', bitrate: null, voice: true };
    expect(endsWith(fileOf('talk/talk_coaching.mp3'), await asMp3(mix, voice))).toBe(true);
  });
});
