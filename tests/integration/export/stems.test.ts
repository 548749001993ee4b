import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLimiter, LIMITER_LOOKAHEAD } from '../../../src/audio/index.ts';
import { decibels } from '../../../src/model/index.ts';
import { type Desk, openDesk } from './cueforge.ts';
import { decoded, sha256, soundOf } from './judge.ts';
import { burst, writeFloatWav, writeJson, writeMusic } from './material.ts';

interface Entry {
  readonly file: string;
  readonly variant: string;
  readonly content: string;
  readonly settings: { readonly format: string; readonly ceiling_dbtp: number | null; readonly gain_db: number };
  readonly own_gain: boolean;
  readonly checks: { readonly name: string; readonly passed: boolean }[];
}

const LENGTH = 16;
let desk: Desk;
let entries: Entry[];
const samples = (file: string, folder = 'out'): Float32Array => decoded(desk.at(folder, file));
const entry = (variant: string): Entry => entries.find((each) => each.variant === variant)!;

beforeAll(async () => {
  desk = openDesk();
  writeMusic(desk.at('music.wav'), LENGTH);
  writeFloatWav(desk.at('take.wav'), burst(700, 0.2, 1.2, 0.2));
  writeJson(desk.at('ride.json'), {
    ...{ id: 'ride', music_url: 'music.wav' },
    coaches: [{ id: 'maya' }],
    cues: [
      { id: 'a', time_ms: 3_000, audio: 'take.wav', text: 'Go' },
      { id: 'b', time_ms: 9_000, audio: 'take.wav', text: 'Push', level: 'hard', gain_db: 6 },
    ],
    variants: [
      { id: 'calm', cues: { levels: ['easy'] }, ducking: { preset: 'calm' } },
      { id: 'hard', target_lufs: -9, voice_level_db: 2 },
    ],
  });
  const wanted = ['--variant', 'calm', '--variant', 'hard', '--stems', '--format', 'wav32'];
  expect(await desk.cueforge('export', 'ride.json', '--out', 'out', ...wanted)).toMatchObject({ code: 0 });
  entries = JSON.parse(readFileSync(desk.at('out', 'manifest.json'), 'utf8')).files;
});
afterAll(() => desk.clear());

const limited = (pcm: Float32Array, ceiling: number): Float32Array => {
  const limiter = createLimiter(decibels(ceiling));
  const out = new Float32Array(pcm.length + 2 * LIMITER_LOOKAHEAD);
  const written = limiter.process(pcm, out);
  limiter.flush(out.subarray(2 * written));
  return out.subarray(0, pcm.length);
};
const largest = (pcm: Float32Array): number => pcm.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
const difference = (a: Float32Array, b: Float32Array): number => largest(a.map((x, i) => x - b[i]));
const sumOfStems = (variant: string): Float32Array => {
  const ducked = samples(`ride_${variant}.ducked.wav`);
  const voice = samples(`ride_${variant}.voice.wav`);
  expect(voice.length).toBe(ducked.length);
  return ducked.map((x, i) => x + voice[i]);
};

it('makes both stems of each variant that is made, as floats', () => {
  expect(entries.map(({ variant, content }) => [variant, content])).toEqual([
    ['calm', 'mix'],
    ['hard', 'mix'],
    ['calm:ducked', 'ducked'],
    ['calm:voice', 'coaching'],
    ['hard:ducked', 'ducked'],
    ['hard:voice', 'coaching'],
  ]);
  expect(soundOf(desk.at('out', 'ride_calm.ducked.wav'))).toMatch(/^pcm_f32le.*48000 Hz/);
  expect(readdirSync(desk.at('out')).filter((name) => name.endsWith('.vtt'))).toEqual([
    ...['ride_calm.32.vtt', 'ride_calm.voice.vtt', 'ride_hard.32.vtt', 'ride_hard.voice.vtt'],
  ]);
});

describe.each(['calm', 'hard'])('the stems of %s', (variant) => {
  it('have the gain of the variant, and no limiter', () => {
    for (const stem of ['ducked', 'voice']) {
      const { settings, checks } = entry(`${variant}:${stem}`);
      expect(settings.gain_db).toBe(entry(variant).settings.gain_db);
      expect(settings.ceiling_dbtp).toBeNull();
      expect(checks.map(({ name, passed }) => [name, passed])).toEqual([
        ['duration', true],
        ['silence', true],
        ['cue-offsets', true],
      ]);
    }
  });

  it('sum, limited, to the variant', () => {
    const sum = sumOfStems(variant);
    const mix = samples(`ride_${variant}.32.wav`);
    expect(mix.length).toBe(LENGTH * 96_000);
    // The sum is rounded otherwise than the mix: the limiter may take one of its steps more or less, 2^-16 dB.
    expect(difference(limited(sum, -1.1), mix)).toBeLessThanOrEqual(3e-6);
    // Or else there was no limiter to leave out.
    expect(difference(sum, mix)).toBeGreaterThan(0.01);
  });
});

it('sum to the variant before its limiter, sample by sample', async () => {
  // So quiet that the limiter has nothing to do: what is exported is what comes to it.
  const quiet = ['--target', '-30', '--variant', 'calm', '--stems', '--format', 'wav32'];
  expect(await desk.cueforge('export', 'ride.json', '--out', 'quiet', ...quiet)).toMatchObject({ code: 0 });
  const [mix, ducked, voice] = ['32', 'ducked', 'voice'].map((kind) => samples(`ride_calm.${kind}.wav`, 'quiet'));
  expect(largest(voice)).toBeGreaterThan(0.02);
  expect(largest(mix.map((x, i) => x - ducked[i] - voice[i]))).toBeLessThanOrEqual(1e-6);
});

it('go over full scale without being clipped', () => {
  expect(largest(samples('ride_hard.ducked.wav'))).toBeGreaterThan(1);
});

it('duck the music as the variant does, and hold no voice', () => {
  const ducked = samples('ride_hard.ducked.wav');
  const mix = samples('ride_hard.32.wav');
  const at = 2 * 48_000 * 7; // nobody speaks
  expect(largest(ducked.subarray(at, at + 9600))).toBeGreaterThan(0.05);
  expect(
    difference(ducked.subarray(2 * 48_000 * 9.5, 2 * 48_000 * 9.6), mix.subarray(2 * 48_000 * 9.5, 2 * 48_000 * 9.6)),
  ).toBeGreaterThan(0.1);
});

it('are made alone by their ids, byte for byte the same', async () => {
  const { code } = await desk.cueforge(
    ...['export', 'ride.json', '--out', 'alone', '--variant', 'hard:voice,hard:ducked', '--format', 'wav32'],
  );
  expect(code).toBe(0);
  expect(readdirSync(desk.at('alone')).filter((name) => /mp3|wav/.test(name))).toEqual([
    ...['ride_hard.ducked.wav', 'ride_hard.voice.wav'],
  ]);
  for (const name of ['ride_hard.ducked.wav', 'ride_hard.voice.wav']) {
    expect(sha256(desk.at('alone', name))).toBe(sha256(desk.at('out', name)));
  }
});

it('refuses stems of what has none, and names that meet', async () => {
  const none = await desk.cueforge('export', 'ride.json', '--out', 'none', '--variant', 'music:ducked');
  expect(none.code).toBe(2);
  writeJson(desk.at('meet.json'), {
    ...{ id: 'meet', music_url: 'music.wav', cues: [] },
    variants: [{ id: 'a' }, { id: 'a.voice', formats: ['wav'] }],
  });
  const meet = await desk.cueforge('export', 'meet.json', '--out', 'none', '--stems');
  expect(meet.code).toBe(2);
  expect(meet.stderr).toContain('meet_a.voice.wav');
});
