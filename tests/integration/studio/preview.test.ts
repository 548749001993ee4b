import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job, SoundRef } from '../../../src/contract/index.ts';
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
        { id: 'loud', formats: ['wav'], voice_gain_db: 3, loudness_lufs: -11, cues: { tags: ['pace'] } },
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

const mixOf = (variant: string): SoundRef => ({ kind: 'mix', workout: ride, variant });
/** The mix of a variant from a frame on, granted in pieces that `piece` gives. */
const heard = async (variant: string, from: number, piece: () => number): Promise<Float32Array> => {
  const listener = studio.listen();
  listener.say({ kind: 'open', epoch: 1, sound: mixOf(variant), from });
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
const exported = async (variants: string[]): Promise<void> => {
  const { job } = await studio.client.call('export.start', { path: ride, variants });
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

describe('the preview', () => {
  test('is the export: every sample of every variant, from wherever it is begun, however it is asked for', async () => {
    await exported(['coached', 'loud']);
    let seed = 1;
    const random = (): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return 1 + (seed % 60_000);
    };
    for (const variant of ['coached', 'loud']) {
      const file = wholeSamples(join(folder, 'exports', 'ride', `ride_${variant}.wav`));
      const whole = await heard(variant, 0, () => 960_000);
      expect(whole.length).toBe(file.length);
      // 24 bits of each sample, as ffmpeg takes them: rounded to 32, of which the last 8 are cut off.
      const apart = file.findIndex((sample, i) => sample !== Math.floor(Math.round(whole[i] * 2 ** 31) / 256));
      expect(apart).toBe(-1);
      expect(whole.some((sample) => Math.abs(sample) > 0.5)).toBe(true);
      for (const from of [1, 296_111, 1_024_567, whole.length / 2 - 3]) {
        const part = await heard(variant, from, random);
        expect(part.length).toBe(whole.length - 2 * from);
        expect(Buffer.compare(Buffer.from(part.buffer), Buffer.from(whole.buffer, 8 * from))).toBe(0);
      }
    }
  });
});
