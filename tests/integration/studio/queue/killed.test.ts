import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { cellsOf, openDesk, scratch, settled, writeDemo, writeRide } from './desk.ts';

const place = scratch();
afterAll(place.remove);

/** Works the queue off in a process of its own, which is killed once `when` is said by it. */
const workUntil = async (path: string | null, when: RegExp): Promise<string> => {
  const body = fileURLToPath(new URL('dying-exporter.ts', import.meta.url));
  const child = spawn(process.execPath, [body, place.folder, ...(path === null ? [] : [path])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, complaints] = ['', ''];
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  const ended = once(child, 'close');
  const seen = new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      out += text;
      if (when.test(out)) resolve();
    });
  });
  await Promise.race([seen, ended]);
  child.kill('SIGKILL');
  const [, signal] = await ended;
  expect([signal, complaints.replace(/^.*ExperimentalWarning.*$|^\(Use `node.*$/gm, '').trim()]).toEqual([
    'SIGKILL',
    '',
  ]);
  return out;
};

test('killed in the midst of exports, a studio goes on with them: each file is whole, and made once', {
  timeout: 180_000,
}, async () => {
  const workout = await writeDemo(join(place.folder, 'demo'), 40);
  const settings = await openDesk(place.folder);
  await settings.client.call('settings.set', { exportFolder: join(place.folder, 'out') });
  await settings.close();

  // Once while nothing is made yet, and once after the first file has its name.
  await workUntil(workout, /running/);
  const out = await workUntil(null, /done/);
  const before = [...out.matchAll(/^done (.+)$/gm)].map(([, variant]) => variant);
  expect(before.length).toBeGreaterThan(0);
  const folder = join(place.folder, 'out', 'demo');
  const named = readdirSync(folder).filter((name) => /^[^.].*\.mp3$/.test(name));

  const desk = await openDesk(place.folder);
  const left = (await desk.client.call('exports.list', {})).jobs;
  const done = left.filter(({ state }) => state === 'done').map(({ variant }) => variant);
  for (const variant of before) expect(done).toContain(variant);
  const jobs = await settled(desk);
  expect(jobs.map(({ state, failure }) => [state, failure])).toEqual(jobs.map(() => ['done', null]));
  expect(new Set(jobs.map(({ variant }) => variant))).toEqual(new Set(['music', 'coaching', 'ana-light']));
  const cells = await cellsOf(desk, workout);
  for (const { variant } of jobs) {
    const { state, made } = cells.get(`${variant}.mp3`)!;
    expect(state).toBe('fresh');
    expect(readFileSync(made!.path).length).toBe(made!.bytes);
  }
  // Nothing was made twice but for what had its name and could not be told any more.
  const { files } = await desk.client.call('exports.history', {});
  for (const variant of done) expect(files.filter((file) => file.variant === variant)).toHaveLength(1);
  for (const name of named) expect(existsSync(join(folder, name))).toBe(true);
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  await desk.close();
});

test('closed in the midst of an export, a studio goes on with it when it is opened again', {
  timeout: 120_000,
}, async () => {
  const path = writeRide(join(place.folder, 'rides'), 'long', 60);
  let desk = await openDesk(place.folder);
  await desk.client.call('exports.enqueue', { what: 'all', paths: [path] });
  const states = async () =>
    (await desk.client.call('exports.list', {})).jobs.filter(({ workout }) => workout === path);
  await expect.poll(async () => (await states()).map(({ state }) => state), { timeout: 20_000 }).toContain('running');
  await desk.close();
  desk = await openDesk(place.folder);
  const jobs = (await settled(desk)).filter(({ workout }) => workout === path);
  // Being closed counts as no failed attempt.
  expect(jobs.map(({ state, attempts }) => [state, attempts])).toEqual(Array(4).fill(['done', 1]));
  await desk.close();
});
