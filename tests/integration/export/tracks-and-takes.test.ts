import { readFileSync, renameSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './cueforge.ts';
import { decoded, ebur128, filesBelow, levelAt } from './judge.ts';
import { burst, demoMusic, tone, writeFloatWav, writeJson } from './material.ts';

/** A workout with two tracks and recorded takes, through the command as a producer runs it. */
let desk: Desk;
const manifestOf = (folder: string) => JSON.parse(readFileSync(desk.at(folder, 'manifest.json'), 'utf8')).files;

beforeAll(() => {
  desk = openDesk();
  const music = demoMusic(24).map((x) => 0.4 * x);
  writeFloatWav(desk.at('first.wav'), music.subarray(0, 12 * 96_000));
  writeFloatWav(
    desk.at('second.wav'),
    music.subarray(12 * 96_000).map((x) => 0.5 * x),
  );
  writeFloatWav(desk.at('take.wav'), burst(1_000, 0.5, 1.2, 0.5));
  writeFloatWav(desk.at('other.wav'), tone(700, 4, 0.3));
  const take = { time_ms: 9_000, text: 'a tone', audio: 'take.wav' };
  writeJson(desk.at('two.json'), {
    ...{ id: 'two', segments: [{ title: 'All', start_time: 0, duration_seconds: 20 }] },
    tracks: [
      { id: 'one', file: 'first.wav', trim_start_ms: 1_000, trim_end_ms: 11_250 },
      { id: 'two', file: 'second.wav', crossfade_ms: 2_000, gain_db: 1 },
    ],
    coaches: [{ id: 'ann' }, { id: 'bob' }],
    cues: [
      take,
      {
        ...{ id: 'recorded', time_ms: 14_000, text: 'another', speed: 1.25 },
        takes: [
          { id: 't1', audio: 'other.wav', coach: 'ann', start_ms: 1_000, end_ms: 3_000, chosen: true },
          { id: 't2', audio: 'take.wav', coach: 'bob', chosen: true },
        ],
      },
    ],
    variants: [
      { id: 'with-ann', coach: 'ann' },
      { id: 'with-bob', coach: 'bob' },
    ],
  });
});
afterAll(() => desk.clear());

describe('export of a workout with tracks', () => {
  it('makes every variant, as long as the tracks laid out, at its loudness, and each passes its check', async () => {
    const ended = await desk.cueforge('export', 'two.json', '--out', 'out', '--format', 'wav');
    expect(ended.stderr).not.toContain('Not made');
    expect(ended.code).toBe(0);
    const files = manifestOf('out') as { file: string; frames: number; checks: { passed: boolean }[] }[];
    expect(files.map(({ file }) => file).sort()).toEqual([
      ...['two_coaching.wav', 'two_music.wav', 'two_with-ann.wav', 'two_with-bob.wav'],
    ]);
    for (const { frames, checks } of files) {
      expect(frames).toBe((10.25 + 12 - 2) * 48_000);
      expect(checks.every(({ passed }) => passed)).toBe(true);
    }
    expect(Math.abs(ebur128(desk.at('out', 'two_music.wav')).lufs + 14)).toBeLessThan(0.2);
  });

  it('keeps the tracks as their files have them on both sides of the crossfade, at a gain each', async () => {
    // Far under the limiter.
    const quiet = ['--out', 'quiet', '--format', 'wav', '--variant', 'music', '--target', '-34'];
    expect(await desk.cueforge('export', 'two.json', ...quiet)).toMatchObject({ code: 0 });
    const music = decoded(desk.at('quiet', 'two_music.wav'));
    const first = decoded(desk.at('first.wav'));
    const second = decoded(desk.at('second.wav'));
    const ratio = (mix: number, file: Float32Array, at: number, length: number): { gain: number; off: number } => {
      let [xy, xx, yy] = [0, 0, 0];
      for (let i = 0; i < length * 2; i++) {
        const [x, y] = [file[at * 2 + i], music[mix * 2 + i]];
        xy += x * y;
        xx += x * x;
        yy += y * y;
      }
      return { gain: xy / xx, off: 1 - xy / Math.sqrt(xx * yy) };
    };
    // Before the crossfade the first track, a second in; after it the second track, two seconds in.
    const before = ratio(7 * 48_000, first, 8 * 48_000, 48_000);
    const after = ratio(10.25 * 48_000, second, 2 * 48_000, 48_000);
    expect(before.off).toBeLessThan(1e-6);
    expect(after.off).toBeLessThan(1e-6);
    // The second file is 6 dB quieter; staged by its own loudness it is as loud, and 1 dB more as the workout says.
    expect(20 * Math.log10(after.gain / before.gain)).toBeGreaterThan(5);
  });

  it('says each coach’s chosen take: what is used of the file, at the cue’s speed, its pitch kept', () => {
    const cues = (variant: string) =>
      (manifestOf('out') as { variant: string; cues: { id: string; start_seconds: number; end_seconds: number }[] }[])
        .find((file) => file.variant === variant)!
        .cues.find(({ id }) => id === 'recorded')!;
    const ann = cues('with-ann');
    expect(ann.start_seconds).toBe(14);
    expect(Math.abs(ann.end_seconds - ann.start_seconds - 2 / 1.25)).toBeLessThan(0.03);
    const bob = cues('with-bob');
    expect(Math.abs(bob.end_seconds - bob.start_seconds - 1.2 / 1.25)).toBeLessThan(0.06);
    const [withAnn, withBob] = ['ann', 'bob'].map((name) => decoded(desk.at('out', `two_with-${name}.wav`)));
    expect(levelAt(withAnn, 700, 14.2, 15.2)).toBeGreaterThan(levelAt(withBob, 700, 14.2, 15.2) + 20);
    expect(levelAt(withBob, 1_000, 14.2, 14.8)).toBeGreaterThan(levelAt(withAnn, 1_000, 14.2, 14.8) + 20);
  });

  it('lists one piece of music in the player’s document, which can be exported again', async () => {
    const player = JSON.parse(readFileSync(desk.at('out', 'two.json'), 'utf8'));
    expect(player).toMatchObject({ music_url: 'two_music.wav', duration_seconds: 20.25 });
    expect(player).not.toHaveProperty('tracks');
    const again = await desk.cueforge('export', 'out/two.json', '--out', 'again', '--variant', 'music');
    expect(again.code).toBe(0);
  });

  it('plays one file instead of all tracks where it is told to', async () => {
    const args = ['--music', 'second.wav', '--variant', 'music', '--format', 'wav'];
    writeJson(desk.at('plain.json'), {
      id: 'plain',
      tracks: [
        { id: 'one', file: 'first.wav', trim_start_ms: 1_000 },
        { id: 'two', file: 'nowhere.wav' },
      ],
      cues: [],
    });
    expect(await desk.cueforge('export', 'plain.json', '--out', 'plain', ...args)).toMatchObject({ code: 0 });
    expect(manifestOf('plain')[0].frames).toBe(12 * 48_000);
  });

  it('refuses what needs a track that is not there, by its name, and makes the coaching', async () => {
    writeJson(desk.at('gone.json'), {
      id: 'gone',
      tracks: [
        { id: 'one', file: 'first.wav' },
        { id: 'lost', file: 'nowhere.wav' },
      ],
      cues: [{ time_ms: 1_000, text: 'tone', audio: 'take.wav' }],
    });
    const ended = await desk.cueforge('export', 'gone.json', '--out', 'gone', '--format', 'wav');
    expect(ended.code).toBe(6);
    expect(ended.stderr).toMatch(/^Not made: music\. Track lost is at nowhere\.wav, where there is no file$/m);
    expect(filesBelow(desk.at('gone')).filter((name) => name.endsWith('.wav'))).toEqual(['gone_coaching.wav']);
  });

  it('spares every track and every chosen take', async () => {
    writeJson(desk.at('spare.json'), {
      id: 'spare',
      tracks: [
        { id: 'one', file: 'first.wav' },
        { id: 'two', file: 'own/spare_music.wav' },
      ],
      cues: [],
    });
    await desk.cueforge('export', 'plain.json', '--out', 'own', '--music', 'second.wav', '--format', 'wav');
    renameSync(desk.at('own', 'plain_music.wav'), desk.at('own', 'spare_music.wav'));
    const ended = await desk.cueforge('export', 'spare.json', '--out', 'own', '--format', 'wav');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('would overwrite the music');
  });
});
