import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toFailure } from '../../../src/model/index.ts';
import { createTakes, embeddedVoice, type SpeechProvider } from '../../../src/speech/index.ts';
import { parseWav } from '../../../src/speech/wav.ts';

let cacheDir: string;
let voice: SpeechProvider;
const spoken: string[] = [];
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'cueforge-test-'));
  const real = embeddedVoice();
  voice = {
    ...real,
    speak: (request, signal) => {
      spoken.push(request.text);
      return real.speak(request, signal);
    },
  };
});
afterAll(async () => {
  await voice.close();
  await rm(cacheDir, { recursive: true });
});

it('speaks a cue once, then finds it', async () => {
  const takes = createTakes({ cacheDir, providers: [voice] });
  const cue = { text: '2x30s @ 90 rpm, FTP!', coach: null, lexicon: { ftp: 'threshold' } };
  const paths = await Promise.all([takes.take(cue), takes.take(cue), takes.take(cue)]);
  expect(new Set(paths).size).toBe(1);
  expect(parseWav(await readFile(paths[0]))).toMatchObject({ sampleRate: 16_000, channels: 1 });
  await takes.take(cue);
  expect(spoken).toEqual(['two times thirty seconds at ninety R P M, threshold!']);
  const first = await readFile(paths[0]);
  await writeFile(paths[0], '');
  await takes.take(cue);
  expect(spoken).toHaveLength(2);
  expect(Buffer.compare(await readFile(paths[0]), first)).toBe(0);
});

it('names the text that the voice cannot say', async () => {
  const takes = createTakes({ cacheDir, providers: [voice] });
  const failure = await takes.take({ text: 'Давай, go!', coach: null, lexicon: {} }).catch(toFailure);
  expect(failure).toMatchObject({ code: 'speech-failed', details: { text: 'Давай, go!' } });
});
