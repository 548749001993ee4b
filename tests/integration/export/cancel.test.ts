import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, eventsOf, openDesk } from './cueforge.ts';
import { filesBelow } from './judge.ts';
import { writeJson, writeMusic } from './material.ts';

let desk: Desk;
beforeAll(() => {
  desk = openDesk();
  writeMusic(desk.at('music.wav'), 140);
  writeJson(desk.at('long.json'), {
    ...{ id: 'long', music_url: 'music.wav' },
    cues: [{ time_ms: 3_000, text: 'Nobody will hear the end of this.' }],
  });
});
afterAll(() => desk.clear());

/** Command lines of the processes below one, itself not counted. */
const processesBelow = (pid: number): string[] => {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .filter((row) => row !== null)
    .map(([, own, parent, args]) => ({ own: Number(own), parent: Number(parent), args }));
  const below = (parent: number): typeof rows =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.own)]);
  return below(pid).map(({ args }) => args);
};

const ffmpegsNaming = (text: string): string[] =>
  execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((args) => args.includes('ffmpeg') && args.includes(text));

/** Starts an export, presses Ctrl-C once its output satisfies `when`, and gives its end and what it had running. */
const interrupted = async (when: (said: string) => boolean, ...args: string[]) => {
  const { process: child, ended } = desk.start('export', 'long.json', '--json', '--out', 'out', ...args);
  let said = '';
  let over = false;
  ended.finally(() => {
    over = true;
  });
  child.stdout!.on('data', (text: string) => {
    said += text;
  });
  while (!when(said) && !over) await wait(10);
  // What is being encoded right now must be there to be taken back: else this proves nothing.
  let running = processesBelow(child.pid!).filter((line) => line.includes('ffmpeg'));
  while (running.length === 0 && !over) {
    await wait(5);
    running = processesBelow(child.pid!).filter((line) => line.includes('ffmpeg'));
  }
  expect(over).toBe(false);
  child.kill('SIGINT');
  const pressed = performance.now();
  return { ended: await ended, running, seconds: (performance.now() - pressed) / 1000 };
};

it.each([
  ['while music is read', (said: string) => said.includes('"stage":"music"'), []],
  ['while MP3 stretches are encoded', (said: string) => said.includes('"stage":"render","fraction"'), []],
  ['while a FLAC is encoded', (said: string) => said.includes('"stage":"render","fraction"'), ['--format', 'flac']],
] as const)('Ctrl-C %s ends with 130 and takes everything half-done back', async (_, when, args) => {
  const { ended, running, seconds } = await interrupted(when, ...args);
  expect(running.length).toBeGreaterThan(0);
  expect(ended).toMatchObject({ code: 130, stderr: '' });
  expect(seconds).toBeLessThan(3);
  expect(eventsOf(ended).at(-1)).toMatchObject({ event: 'failed', failure: { code: 'cancelled' } });
  const finished = eventsOf(ended)
    .filter(({ event }) => event === 'file')
    .map(({ file }) => file);
  expect(filesBelow(desk.at('out'))).toEqual(finished);
  expect(filesBelow(desk.cache).filter((name) => !/^(pcm|speech)\/[0-9a-f]{64}\.(f32|json|wav)$/.test(name))).toEqual(
    [],
  );
  expect(ffmpegsNaming(desk.folder)).toEqual([]);
});
