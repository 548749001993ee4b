import { chmodSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { ffmpegFailure, spawnFfmpeg } from '../../../src/media/index.ts';
import { codeOf, scratch } from './sound-files.ts';

const files = scratch();
/** A program in ffmpeg's place that does what a real one does only on a bad day. */
const pretend = (name: string, body: string): { path: string } => {
  writeFileSync(files.at(name), `#!/bin/sh\n${body}\n`);
  chmodSync(files.at(name), 0o755);
  return { path: files.at(name) };
};
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
afterAll(() => files.remove());

describe.skipIf(process.platform === 'win32')('a process in the place of ffmpeg', () => {
  test.each([
    ['ignores what is asked of it', "trap '' TERM INT PIPE; echo $$; exec sleep 60"],
    ['has closed its output', 'echo $$; exec sleep 60 >/dev/null'],
  ])('is killed on abort even if it %s', async (name, body) => {
    const abort = new AbortController();
    const child = spawnFfmpeg(pretend(name.replaceAll(' ', '-'), body), [], { signal: abort.signal });
    const pid = await new Promise<number>((resolve) => child.stdout.once('data', (said) => resolve(Number(said))));
    expect(isAlive(pid)).toBe(true);
    abort.abort();
    expect(await codeOf(child.done)).toBe('cancelled');
    expect(isAlive(pid)).toBe(false);
  });

  test('keeps the last of what it says, however much that is', async () => {
    const chatty = pretend('chatty', 'i=0; while [ $i -lt 3000 ]; do echo "line $i" >&2; i=$((i+1)); done; exit 7');
    const end = await spawnFfmpeg(chatty, []).done;
    expect([end.code, end.lines]).toEqual([7, 3000]);
    expect(end.stderr.length).toBeLessThanOrEqual(8192);
    const { failure } = ffmpegFailure('It broke', end, { path: 'a.mp3' });
    expect(failure.code).toBe('ffmpeg-failed');
    expect(failure.message).toBe('It broke: line 2997; line 2998; line 2999');
    expect(failure.details).toMatchObject({ path: 'a.mp3', exitCode: 7 });
  });

  test('may stop listening: writing to it is no crash', async () => {
    const child = spawnFfmpeg(pretend('deaf', 'exec <&-; exit 0'), [], { stdin: 'pipe' });
    for (let i = 0; i < 50; i++) child.stdin!.write(Buffer.alloc(1 << 16));
    expect((await child.done).code).toBe(0);
  });

  test('is not there', async () => {
    expect(await codeOf(spawnFfmpeg({ path: files.at('nothing') }, []).done)).toBe('ffmpeg-failed');
  });
});
