import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StudioClient } from '../../../../src/contract/index.ts';
import { toneWav } from '../tone-wav.ts';
import { followWorkout, RIDE, type ScratchStudio, scratchStudio } from './editing.ts';

let studio: ScratchStudio;
let client: StudioClient;
let path: string;
beforeEach(async () => {
  studio = await scratchStudio();
  client = studio.connect();
  await client.call('settings.set', { exportFolder: studio.at('exports') });
  toneWav(studio.at('tone.wav'), { hertz: 440, seconds: 3, level: 0.3 });
  const cues = [{ time_ms: 500, text: 'Go.' }];
  path = studio.write('ride.json', { id: 'ride', title: RIDE.title, music_url: 'tone.wav', cues });
});
afterEach(() => studio.remove());

const shelved = async () => (await client.call('workouts.list', {})).workouts[0];
const stateOf = async (id: string) => {
  const { state, reason } = (await shelved()).variants.find((variant) => variant.id === id)!;
  return reason === null ? state : `${state}: ${reason}`;
};
const exported = async (): Promise<string> => {
  const { job } = await client.call('export.start', { path, variants: ['music'] });
  let state = '';
  await expect
    .poll(async () => (state = (await client.call('jobs.list', {})).jobs.find(({ id }) => id === job)!.state), {
      timeout: 60_000,
    })
    .not.toMatch(/waiting|running/);
  return state;
};

it('shows and exports a workout as it is edited', async () => {
  expect(await exported()).toBe('done');
  const window = await followWorkout(client, path);
  // Opening gives ids; what was made of the file is not stale for that.
  expect(await stateOf('music')).toBe('made');
  let told = 0;
  client.on('workouts.changed', () => void told++);
  const retitle = (title: string) =>
    client.call('edit.apply', { path, edits: [{ op: 'workout.change', change: { title } }] });
  for (let n = 1; n <= 30; n++) await retitle(`Ride ${n}`);
  expect(await shelved()).toMatchObject({ title: 'Ride 30', errors: [], cues: 1 });
  expect(await stateOf('music')).toBe('stale: the workout has changed');
  await expect.poll(() => told, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(told).toBeLessThan(15);

  // The export has the edit of a moment ago.
  await retitle('Right now');
  expect(await exported()).toBe('done');
  expect(studio.json('ride.json').title).toBe('Right now');
  expect(studio.json('exports/ride/ride.json').title).toBe('Right now');
  expect(await stateOf('music')).toBe('made');
  await retitle('Later');
  expect(await stateOf('music')).toBe('stale: the workout has changed');
  await client.call('edit.undo', { path });
  expect(await stateOf('music')).toBe('made');
  expect(window.now().document.title).toBe('Right now');
});
