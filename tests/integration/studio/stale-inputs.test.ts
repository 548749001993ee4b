import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StudioClient } from '../../../src/contract/index.ts';
import { burst, demoMusic, writeFloatWav } from '../export/material.ts';
import { type ScratchStudio, scratchStudio } from './editor/editing.ts';

let studio: ScratchStudio;
let client: StudioClient;
beforeEach(async () => {
  studio = await scratchStudio();
  client = studio.connect();
  await client.call('settings.set', { exportFolder: studio.at('exports') });
});
afterEach(() => studio.remove());

it('calls an export stale once any of its tracks or chosen takes is another file', async () => {
  const music = demoMusic(6);
  writeFloatWav(studio.at('one.wav'), music);
  writeFloatWav(studio.at('two.wav'), music.subarray(0, 4 * 96_000));
  writeFloatWav(studio.at('take.wav'), burst(1_000, 0.1, 0.5, 0.1));
  const path = studio.write('ride.json', {
    id: 'ride',
    tracks: [
      { id: 'one', file: 'one.wav' },
      { id: 'two', file: 'two.wav' },
    ],
    cues: [{ id: 'a', time_ms: 1_000, text: 'Go.', takes: [{ id: 't', audio: 'take.wav', chosen: true }] }],
  });
  await client.call('workouts.open', { path });
  const exported = async (): Promise<void> => {
    const { job } = await client.call('export.start', { path, variants: ['coached'], formats: ['wav'] });
    await expect
      .poll(async () => (await client.call('jobs.list', {})).jobs.find(({ id }) => id === job)?.state, {
        timeout: 60_000,
      })
      .toBe('done');
  };
  const status = async (): Promise<unknown> => {
    const { workouts } = await client.call('workouts.list', {});
    const found = workouts[0].variants.find(({ id }) => id === 'coached');
    return { state: found?.state, reason: found?.reason };
  };
  await exported();
  expect(await status()).toEqual({ state: 'made', reason: null });
  writeFloatWav(studio.at('two.wav'), music.subarray(0, 3 * 96_000));
  expect(await status()).toEqual({ state: 'stale', reason: 'the music has changed' });
  await exported();
  expect(await status()).toEqual({ state: 'made', reason: null });
  writeFloatWav(studio.at('take.wav'), burst(800, 0.1, 0.7, 0.1));
  expect(await status()).toEqual({ state: 'stale', reason: 'a recording has changed' });
});
