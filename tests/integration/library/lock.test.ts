import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { openLibrary } from '../../../src/library/index.ts';
import { codeOf, scratchLibrary, sound, titles } from './sounds.ts';

const files = scratchLibrary();
afterAll(() => files.remove());

const HOLDER = `
  const { openLibrary } = await import(${JSON.stringify(new URL('../../../src/library/index.ts', import.meta.url).href)});
  await openLibrary({ folder: ${JSON.stringify(files.folder)}, now: () => 0 });
  console.log('open');
  setInterval(() => undefined, 1000);`;

test('one process has a library; when it is killed, the next one does', async () => {
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  expect(await codeOf(() => openLibrary(files))).toBe('library-in-use');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  await (await openLibrary(files)).close();
});

test('so it is within one process; closing lets the next one in, also when it waits already', async () => {
  const first = await openLibrary(files);
  await first.addFile(sound('A'));
  expect(await codeOf(() => openLibrary(files))).toBe('library-in-use');
  const second = openLibrary(files);
  await first.close();
  await first.close();
  expect(titles(await second)).toEqual(['A']);
  await (await second).close();
});

test('an opening that failed lets go', async () => {
  renameSync(`${files.folder}/library.db`, `${files.folder}/kept.db`);
  mkdirSync(`${files.folder}/library.db`);
  expect(await codeOf(() => openLibrary(files))).toBe('library-unreadable');
  rmSync(`${files.folder}/library.db`, { recursive: true });
  renameSync(`${files.folder}/kept.db`, `${files.folder}/library.db`);
  const again = await openLibrary(files);
  expect(titles(again)).toEqual(['A']);
  await again.close();
});
