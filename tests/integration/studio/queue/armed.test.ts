import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cuelistFile, openStage, rampWav, type Stage } from '../run/stage.ts';
import { settled, writeRide } from './desk.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.clear());

const WAITS = 'Waits until the show is over';

it('gives an export back when a show is armed, says that it waits, and makes it once the show is over', async () => {
  const client = stage.client();
  const { call } = client;
  const files = async () => (await call('exports.list', {})).jobs;
  const states = async () => (await files()).map(({ state }) => state);
  // Long enough to be in the making while the show is armed.
  const path = writeRide(stage.at('ride'), 'ride', 120);
  await call('settings.set', { exportFolder: stage.at('out') });
  await call('workouts.open', { path });
  rampWav(stage.at('a.wav'), 48_000);
  const cues = [{ id: 'one', name: 'one', layers: [{ role: 'voice' as const, file: 'a.wav' }] }];
  await call('run.open', { path: cuelistFile(stage.at('show.cuelist.json'), { name: 'Evening', cues }) });
  stage.mixer();

  const { job: id } = await call('export.start', { path });
  const job = async () => (await call('jobs.list', {})).jobs.find((each) => each.id === id);
  await expect.poll(states, { timeout: 30_000 }).toContain('running');
  await call('run.arm', {});
  await expect.poll(states, { timeout: 10_000 }).not.toContain('running');
  const waiting = (await files()).filter(({ state }) => state === 'queued');
  expect(waiting.length).toBeGreaterThan(0);
  expect((await call('exports.list', {})).held).toBe(true);
  expect(await job()).toMatchObject({ state: 'waiting', detail: WAITS });
  // Nor is anything begun that is asked for meanwhile.
  const cells = [{ path, variant: 'music', format: 'mp3' as const }];
  await call('exports.enqueue', { what: 'cells', cells, preset: 'podcast' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = await files();
  expect(before.filter(({ state }) => state === 'queued').length).toBeGreaterThan(waiting.length);
  expect(before.map(({ state }) => state)).not.toContain('running');
  expect(await job()).toMatchObject({ state: 'waiting', detail: WAITS });

  await call('run.disarm', {});
  const ended = await settled({ client });
  expect(ended.map(({ state, failure, attempts }) => [state, failure, attempts])).toEqual(
    ended.map(() => ['done', null, 1]),
  );
  for (const file of ended) expect(existsSync(file.path)).toBe(true);
  await expect.poll(job).toMatchObject({ state: 'done' });
});
