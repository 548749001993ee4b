import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { createAssetAnalyzer } from '../../../src/media/index.ts';
import { embeddedVoice } from '../../../src/speech/index.ts';
import { everyFfmpeg, run, scratch } from './sound-files.ts';

const LINES = [
  'Welcome to this ride. Sit back, find your cadence, and breathe with me for a while.',
  'In ten seconds we climb. Add a little resistance now, and keep your shoulders loose.',
  'Three, two, one, go! Push from the hips, heels down, and do not let go of that rhythm.',
  'Halfway there already. Take a sip of water; there are two more rounds ahead of you.',
  'Now hold this effort. It should feel hard, but you should still be able to speak.',
  'And relax. Let the legs spin, shake out your hands, and look around the room.',
  'Well done, everybody. That was the last one, so enjoy the way home and stretch a little.',
];

const files = scratch();
const voice = embeddedVoice();
afterAll(async () => {
  await voice.close();
  files.remove();
});

test('speech has loudness and no tempo', async () => {
  const [ffmpeg] = await everyFfmpeg();
  const list: string[] = [];
  for (const [i, text] of LINES.entries()) {
    const file = files.at(`line-${i}.wav`);
    writeFileSync(file, await voice.speak({ text, voice: null, rate: 1 }));
    list.push('-i', file);
  }
  const joined = files.at('talk.wav');
  run(ffmpeg, ...list, '-filter_complex', `concat=n=${LINES.length}:v=0:a=1`, joined);
  const analyzer = createAssetAnalyzer({ cacheDir: files.at('cache'), ffmpeg, threads: 1 });
  const heard = await analyzer.analyze(joined);
  await analyzer.close();
  expect(heard.seconds).toBeGreaterThan(25);
  expect(heard.lufs).toBeGreaterThan(-40);
  expect(heard).toMatchObject({ bpm: null, firstBeat: null, channels: 1 });
});
