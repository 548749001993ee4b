import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toneWav } from '../studio/tone-wav.ts';

const folder = mkdtempSync(join(tmpdir(), 'cueforge-add-'));
const add = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const places = ['--library', join(folder, 'library'), '--cache', join(folder, 'cache')];
    execFile(process.execPath, ['src/cli/cueforge.mjs', 'add', ...args, ...places], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

describe('cueforge add', () => {
  beforeAll(() => {
    toneWav(join(folder, 'music', 'a.wav'), { hertz: 200, seconds: 1, level: 0.3 });
    toneWav(join(folder, 'music', 'deeper', 'b.wav'), { hertz: 300, seconds: 1, level: 0.3 });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('brings a folder into the library, and knows it the second time', async () => {
    expect(await add(join(folder, 'music'))).toMatchObject({ code: 0, stdout: '2 added\n' });
    expect(await add(join(folder, 'music'))).toMatchObject({ code: 0, stdout: '0 added, 2 were there\n' });
  });

  it('says what is not there, and ends with 4', async () => {
    const { code, stdout, stderr } = await add(join(folder, 'music', 'a.wav'), join(folder, 'nowhere'));
    expect({ code, stdout }).toEqual({ code: 4, stdout: '0 added, 1 were there\n' });
    expect(stderr).toContain(`"${join(folder, 'nowhere')}" does not exist`);
    expect(await add(join(folder, 'nowhere'))).toMatchObject({ code: 4 });
  });

  it('wants something to add', async () => {
    expect(await add()).toMatchObject({ code: 2 });
  });

  it('tells each step of the job as JSON', async () => {
    const { stdout } = await add(join(folder, 'music'), '--json');
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).toMatchObject({ event: 'job', state: 'done', fraction: 1 });
  });
});
