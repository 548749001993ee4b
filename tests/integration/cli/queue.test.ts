import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, eventsOf, openDesk } from '../export/cueforge.ts';
import { writeJson, writeMusic } from '../export/material.ts';

let desk: Desk;
beforeAll(() => {
  desk = openDesk();
  writeMusic(desk.at('music.wav'), 6);
  writeJson(desk.at('ride.json'), { id: 'ride', music_url: 'music.wav', cues: [{ time_ms: 2_000, text: 'Go.' }] });
  mkdirSync(desk.at('library'));
  writeFileSync(desk.at('library', 'settings.json'), JSON.stringify({ exportFolder: desk.at('out') }));
});
afterAll(() => desk.clear());

const queue = (...args: string[]) => desk.cueforge('queue', ...args, '--library', desk.at('library'));
interface Listed {
  readonly id: string;
  readonly variant: string;
  readonly state: string;
}
const listed = async (...args: string[]): Promise<Listed[]> => {
  const [{ jobs }] = eventsOf(await queue(...args, '--json'));
  return jobs as Listed[];
};

it('queues, looks, takes off and makes exports without a window', { timeout: 120_000 }, async () => {
  expect(await queue('list')).toMatchObject({ code: 0, stdout: 'Nothing is queued\n' });
  expect(await queue('add', 'ride.json')).toMatchObject({ code: 0, stdout: '3 files queued\n' });
  // Looking at it begins nothing.
  const jobs = await listed('list');
  expect(jobs.map(({ variant, state }) => [variant, state])).toEqual([
    ['music', 'queued'],
    ['coaching', 'queued'],
    ['coached', 'queued'],
  ]);
  const after = await listed('cancel', jobs[1].id.slice(0, 8));
  expect(after.find(({ variant }) => variant === 'coaching')!.state).toBe('cancelled');
  expect(await queue('run')).toMatchObject({ code: 0, stdout: expect.stringContaining('ride_coached.mp3 done') });
  expect(existsSync(desk.at('out', 'ride', 'ride_music.mp3'))).toBe(true);
  expect(existsSync(desk.at('out', 'ride', 'ride_coaching.mp3'))).toBe(false);
  const { stdout } = await queue('status', 'ride.json');
  expect(stdout.match(/fresh|never/g)).toEqual(['fresh', 'never', 'fresh']);
  expect(await queue('add', 'ride.json', '--stale')).toMatchObject({ stdout: '1 file queued\n' });
});

it('refuses what it does not know', async () => {
  expect(await queue('burn')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"queue" expects one of list'),
  });
  expect(await queue('add')).toMatchObject({ code: 2 });
  expect(await queue('cancel', 'zzz')).toMatchObject({
    stderr: expect.stringContaining('"zzz" is no job of the queue'),
  });
  expect(await queue('add', 'none.json')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no workout file at'),
  });
});
