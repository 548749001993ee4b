import { readdirSync, readFileSync, statSync } from 'node:fs';
import { parseFile } from 'music-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, type Ended, openDesk } from './cueforge.ts';
import { decoded, ebur128, sha256, soundOf } from './judge.ts';
import { writeJson, writeMusic } from './material.ts';

/** The least a workout file says, as found in the wild, and music beside it. */
const LENGTH = 60;
const FRAMES = LENGTH * 48_000;
const CUES = [
  { time_ms: 4_000, text: 'Welcome to the ride. Find your rhythm.' },
  { time_ms: 21_500, text: 'Half a turn up. Stay seated.' },
  { time_ms: 40_000, text: 'Last push. Go, go, go!' },
];

let desk: Desk;
let ended: Ended;
const out = (name: string): string => desk.at('out', name);
const json = (name: string) => JSON.parse(readFileSync(out(name), 'utf8'));

beforeAll(async () => {
  desk = openDesk();
  writeMusic(desk.at('music.wav'), LENGTH);
  writeJson(desk.at('workout.json'), { id: 'workout_123', duration_seconds: LENGTH, cues: CUES, mood: { own: 1 } });
  ended = await desk.cueforge('export', 'workout.json', '--music', 'music.wav', '--out', 'out');
});
afterAll(() => desk.clear());

it('makes the three files of a minimal workout, their captions and documents, and nothing else', () => {
  expect(ended).toMatchObject({ code: 0 });
  expect(readdirSync(desk.at('out')).sort()).toEqual([
    'manifest.json',
    'workout_123.json',
    'workout_123_coached.lrc',
    'workout_123_coached.mp3',
    'workout_123_coached.vtt',
    'workout_123_coaching.lrc',
    'workout_123_coaching.mp3',
    'workout_123_coaching.vtt',
    'workout_123_music.mp3',
    'workout_123_report.html',
  ]);
  expect(ended.stdout).toContain('workout_123_coached.mp3');
  expect(ended.stdout).toMatch(/^3 files in .*out, [\d.]+ s$/m);
});

describe('as ffmpeg measures the files', () => {
  it('music is at -14 LUFS within 0.2 LU, coached within 0.5, neither over -1 dBTP', () => {
    const music = ebur128(out('workout_123_music.mp3'));
    const coached = ebur128(out('workout_123_coached.mp3'));
    expect(Math.abs(music.lufs + 14)).toBeLessThanOrEqual(0.2);
    expect(Math.abs(coached.lufs + 14)).toBeLessThanOrEqual(0.5);
    expect(music.dbtp).toBeLessThanOrEqual(-1);
    expect(coached.dbtp).toBeLessThanOrEqual(-1);
    // The limiter really had something to hold: otherwise this material proves nothing about the ceiling.
    expect(music.dbtp).toBeGreaterThan(-2);
    for (const { variant, lufs, dbtp, lra } of json('manifest.json').files) {
      const heard = ebur128(out(`workout_123_${variant}.mp3`));
      expect(Math.abs(lufs - heard.lufs)).toBeLessThanOrEqual(0.1);
      expect(Math.abs(lra - heard.lra)).toBeLessThanOrEqual(0.2);
      expect(Math.abs(dbtp - heard.dbtp)).toBeLessThanOrEqual(0.2);
    }
  });

  it('every file lasts exactly as long as the music', () => {
    expect(decoded(out('workout_123_music.mp3')).length / 2).toBe(FRAMES);
    expect(decoded(out('workout_123_coached.mp3')).length / 2).toBe(FRAMES);
    expect(decoded(out('workout_123_coaching.mp3')).length).toBe(FRAMES / 2);
  });

  it('the coaching stem is small, mono and 24 kHz; mixes are 320 kb/s stereo at 48 kHz', () => {
    expect(soundOf(out('workout_123_coaching.mp3'))).toMatch(/^mp3.*24000 Hz, mono/);
    expect(statSync(out('workout_123_coaching.mp3')).size).toBeLessThan(LENGTH * 4_000);
    expect(soundOf(out('workout_123_coached.mp3'))).toMatch(/^mp3.*48000 Hz, stereo.*320 kb/);
  });

  it('the coached mix is the music where nobody speaks', () => {
    const music = decoded(out('workout_123_music.mp3'));
    const coached = decoded(out('workout_123_coached.mp3'));
    const differs = (from: number, to: number): boolean =>
      music.subarray(from * 96_000, to * 96_000).some((x, i) => x !== coached[from * 96_000 + i]);
    expect(differs(0, 3)).toBe(false);
    expect(differs(14, 20)).toBe(false);
    expect(differs(50, 60)).toBe(false);
    expect(differs(4, 6)).toBe(true);
  });
});

it("gives the player the workout's own words and the addresses of the files", () => {
  expect(json('workout_123.json')).toEqual({
    id: 'workout_123',
    title: 'workout_123',
    duration_seconds: LENGTH,
    cues: CUES,
    mood: { own: 1 },
    music_url: 'workout_123_music.mp3',
    coaching_url: 'workout_123_coaching.mp3',
    segments: [],
    variants: [{ id: 'coached', name: 'Coached', url: 'workout_123_coached.mp3', duration_seconds: LENGTH }],
  });
});

it('lists true sizes and digests in the manifest, and each cue where it is heard', () => {
  const { files } = json('manifest.json');
  expect(files.map(({ file }: { file: string }) => file)).toEqual([
    'workout_123_music.mp3',
    'workout_123_coaching.mp3',
    'workout_123_coached.mp3',
  ]);
  for (const entry of files) {
    expect(entry).toMatchObject({ workout: 'workout_123', frames: FRAMES, duration_seconds: LENGTH, warnings: [] });
    expect(entry.bytes).toBe(statSync(out(entry.file)).size);
    expect(entry.sha256).toBe(sha256(out(entry.file)));
    expect(entry.checks.filter(({ passed }: { passed: boolean }) => !passed)).toEqual([]);
    const spoken = entry.variant === 'music' ? [] : CUES;
    expect(entry.cues.map(({ text }: { text: string }) => text)).toEqual(spoken.map(({ text }) => text));
    for (const [i, cue] of entry.cues.entries()) {
      expect(cue.start_seconds).toBe(spoken[i].time_ms / 1000);
      expect(cue.end_seconds).toBeGreaterThan(cue.start_seconds + 0.5);
      expect(Math.abs(cue.offset_ms)).toBeLessThanOrEqual(1);
    }
  }
});

it('captions each cue while it is spoken', () => {
  const captions = readFileSync(out('workout_123_coached.vtt'), 'utf8');
  expect(captions).toMatch(/^WEBVTT\n/);
  expect(captions).toMatch(/00:00:04\.000 --> 00:00:0\d\.\d{3}\nWelcome to the ride\. Find your rhythm\./);
  expect(captions).toMatch(/00:00:21\.500 --> 00:00:2\d\.\d{3}\nHalf a turn up\. Stay seated\./);
  expect(readFileSync(out('workout_123_coaching.vtt'), 'utf8')).toBe(captions);
});

it('names the files in their tags', async () => {
  const { common } = await parseFile(out('workout_123_coached.mp3'));
  expect(common).toMatchObject({ title: 'workout_123 · Coached', album: 'workout_123' });
});
