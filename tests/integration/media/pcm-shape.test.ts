import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPcmCache, type PcmAsset, type PcmCache } from '../../../src/media/index.ts';
import { frames } from '../../../src/model/index.ts';
import { levelAt } from '../export/judge.ts';
import { tone, writeFloatWav } from '../export/material.ts';
import { codeOf, everyFfmpeg, scratch } from './sound-files.ts';

const files = scratch();
const everyOne = await everyFfmpeg();
const wav = files.at('tone.wav');
const SECONDS = 3;

let cache: PcmCache;
let runs = 0;
beforeAll(() => writeFloatWav(wav, tone(440, SECONDS, 0.5)));
beforeEach(() => {
  cache = createPcmCache({ cacheDir: files.at(`cache-${runs++}`), ffmpeg: everyOne[0], threads: 2 });
});
afterEach(() => cache.close());
afterAll(() => files.remove());

const samplesOf = ({ path }: PcmAsset): Float32Array => {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

describe('a shape of a sound', () => {
  test('at its own speed is that part of it, sample for sample', async () => {
    const whole = await cache.open(wav);
    const part = await cache.shape(whole, { start: frames(1_001), end: frames(99_999), speed: 1 });
    expect(part.frames).toBe(98_998);
    expect(samplesOf(part)).toEqual(samplesOf(whole).subarray(2 * 1_001, 2 * 99_999));
    expect(part.key).not.toBe(whole.key);
    expect(await cache.shape(whole, { start: frames(0), end: whole.frames, speed: 1 })).toBe(whole);
  });

  test.each(everyOne.flatMap(({ path }, i) => [0.5, 0.88, 1.12, 1.5, 2].map((speed) => ({ i, speed, path }))))(
    'is $speed times as fast, its pitch kept, by $path',
    async ({ i, speed }) => {
      const own = createPcmCache({ cacheDir: files.at(`own-${i}-${speed}`), ffmpeg: everyOne[i], threads: 1 });
      const whole = await own.open(wav);
      const shaped = await own.shape(whole, { start: frames(0), end: whole.frames, speed });
      expect(Math.abs(shaped.frames / (whole.frames / speed) - 1)).toBeLessThan(0.01);
      const samples = samplesOf(shaped);
      const end = shaped.frames / 48_000 - 0.1;
      const at = (hertz: number): number => levelAt(samples, hertz, 0.1, end);
      expect(at(440)).toBeGreaterThan(-8); // -6 dB, but for what overlapping pieces cost
      expect(at(440 * speed)).toBeLessThan(at(440) - 20);
      await own.close();
    },
  );

  test('is made once: by name while it is made, and from the cache later', async () => {
    const whole = await cache.open(wav);
    const shape = { start: frames(4_800), end: frames(96_000), speed: 1.25 };
    const [one, two] = await Promise.all([cache.shape(whole, shape), cache.shape(whole, shape)]);
    expect(two).toBe(one);
    const again = await cache.shape(whole, shape);
    expect(again.key).toBe(one.key);
    expect(again.energies).toEqual(one.energies);
    const others = [
      { ...shape, speed: 1.26 },
      { ...shape, start: frames(4_801) },
      { ...shape, end: frames(95_999) },
    ];
    const keys = await Promise.all(others.map(async (other) => (await cache.shape(whole, other)).key));
    expect(new Set([one.key, ...keys]).size).toBe(4);
  });

  test('is cancelled, and leaves nothing', async () => {
    const whole = await cache.open(wav);
    const abort = new AbortController();
    const shaping = cache.shape(whole, { start: frames(0), end: whole.frames, speed: 0.7 }, { signal: abort.signal });
    abort.abort();
    expect(await codeOf(shaping)).toBe('cancelled');
  });
});
