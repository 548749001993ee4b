import { mkdirSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, openDesk } from './cueforge.ts';
import { digests, runFfmpeg } from './judge.ts';
import { burst, writeFloatWav, writeJson, writeMusic } from './material.ts';

/** An export never writes over a file it is made from, whatever that file is called. */
let desk: Desk;
beforeAll(() => {
  desk = openDesk();
  mkdirSync(desk.at('own'));
  writeMusic(desk.at('music.wav'), 4);
  runFfmpeg('-i', desk.at('music.wav'), '-b:a', '192k', desk.at('own', 'ride_music.mp3'));
  writeFloatWav(desk.at('own', 'ride_coached.wav'), burst(1_000, 0, 0.5, 0));
  writeJson(desk.at('own', 'ride.json'), { id: 'ride', music_url: '../music.wav', cues: [] });
  writeJson(desk.at('own', 'manifest.json'), { id: 'other', music_url: '../music.wav', cues: [] });
  const take = { time_ms: 1_000, text: 'tone', audio: 'own/ride_coached.wav' };
  writeJson(desk.at('plain.json'), { id: 'ride', music_url: 'music.wav', cues: [take] });
  symlinkSync('own', desk.at('linked'));
});
afterAll(() => desk.clear());

it.each([
  ['the workout file', ['own/ride.json', '--out', 'own']],
  ['the workout file', ['own/manifest.json', '--out', 'own']],
  ['the workout file', ['own/ride.json', '--out', 'linked']],
  ['the music', ['plain.json', '--out', 'own', '--music', 'own/ride_music.mp3', '--variant', 'music']],
  ['the recording', ['plain.json', '--out', 'own', '--variant', 'coached', '--format', 'wav']],
])('refuses to overwrite %s: export %j', async (what, args) => {
  const before = digests(desk.at('own'));
  const { code, stdout, stderr } = await desk.cueforge('export', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^cueforge: The export would overwrite ${what} .*: choose another folder.*\\n$`));
  expect(digests(desk.at('own'))).toEqual(before);
});

it('writes beside its inputs where no name is theirs', async () => {
  const args = ['plain.json', '--out', '.', '--variant', 'music', '--format', 'wav'];
  expect(await desk.cueforge('export', ...args)).toMatchObject({ code: 0 });
  expect(await desk.cueforge('export', ...args)).toMatchObject({ code: 0 }); // over its own outputs it may
});
