import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, openDesk } from './cueforge.ts';
import { decoded, digests, ebur128 } from './judge.ts';
import { oggMusic, writeJson, writeMusic } from './material.ts';

/** Long enough for two joints between stretches of 90 s; one cue is spoken right over the second. */
const LENGTH = 230;
const CUES = [
  { time_ms: 5_000, text: 'Here we go.' },
  { time_ms: 89_000, text: 'Over the joint, and further.' },
  { time_ms: 178_000, text: 'And over the next one, too.' },
];

let desk: Desk;
const exported = async (out: string, workout: string, ...args: string[]): Promise<Record<string, string>> => {
  const ended = await desk.cueforge('export', workout, '--out', out, ...args);
  expect(ended).toMatchObject({ code: 0 });
  return digests(desk.at(out));
};

let first: Record<string, string>;
beforeAll(async () => {
  desk = openDesk();
  writeMusic(desk.at('long.wav'), LENGTH);
  writeJson(desk.at('long.json'), { id: 'long', title: 'Long ride', music_url: 'long.wav', cues: CUES });
  first = await exported('first', 'long.json', '--variant', 'coached');
});
afterAll(() => desk.clear());

it('encodes in stretches what one encoder makes with a cache of its own, byte for byte', async () => {
  expect(Object.keys(first)).toContain('long_coached.mp3');
  const ownCache = ['--cache', desk.at('other-cache')];
  expect(await exported('serial', 'long.json', '--variant', 'coached', '--serial', ...ownCache)).toEqual(first);
  expect(existsSync(desk.at('other-cache', 'pcm'))).toBe(true);
});

it('makes the same bytes from a warm cache', async () => {
  expect(await exported('warm', 'long.json', '--variant', 'coached')).toEqual(first);
});

it('replaces an earlier export in the same folder, and leaves it as it would have been alone', async () => {
  writeMusic(desk.at('short.wav'), 12);
  writeJson(desk.at('short.json'), { id: 'short', music_url: 'short.wav', cues: CUES.slice(0, 1) });
  await exported('twice', 'short.json', '--variant', 'coached', '--bitrate', '192');
  const once = await exported('once', 'short.json');
  expect(await exported('twice', 'short.json')).toEqual(once);
});

it('gives a variant the same bytes when it is exported alone', async () => {
  const {
    'manifest.json': _,
    'short.json': __,
    'short_report.html': ___,
    ...alone
  } = await exported('alone', 'short.json', '--variant', 'coaching');
  expect(Object.keys(alone)).toEqual(['short_coaching.lrc', 'short_coaching.mp3', 'short_coaching.vtt']);
  expect(digests(desk.at('once'))).toMatchObject(alone);
});

const ogg = oggMusic();
it.skipIf(ogg === null)('takes real Ogg music at 44.1 kHz in whole', async () => {
  writeJson(desk.at('race.json'), { id: 'race', music_url: ogg, cues: [{ time_ms: 20_000, text: 'Faster.' }] });
  await exported('race', 'race.json', '--variant', 'coached');
  const frames = decoded(desk.at('race', 'race_coached.mp3')).length / 2;
  expect(Math.abs(frames - decoded(ogg!, '-ar', '48000').length / 2)).toBeLessThanOrEqual(1);
  const { files } = JSON.parse(readFileSync(desk.at('race', 'manifest.json'), 'utf8'));
  expect(files).toMatchObject([{ frames }]);
  const { lufs, dbtp } = ebur128(desk.at('race', 'race_coached.mp3'));
  expect(Math.abs(lufs + 14)).toBeLessThanOrEqual(0.5);
  expect(dbtp).toBeLessThanOrEqual(-1);
});
