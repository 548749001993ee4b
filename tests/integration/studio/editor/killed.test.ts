import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openLibrary } from '../../../../src/library/index.ts';
import { createWorkoutEditors } from '../../../../src/studio/workout-editors.ts';
import { RIDE } from './editing.ts';
import { silentMaterials } from './silent-materials.ts';

/** How often the process is killed. The soak asks for 50. */
const KILLS = Number(process.env.SOAK_KILLS ?? 3);
const root = mkdtempSync(join(tmpdir(), 'cueforge-killed-'));
const folder = join(root, 'library');
const path = join(root, 'ride.json');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const editUntilKilled = async (first: number, milliseconds: number): Promise<{ done: number; begun: number }> => {
  const body = fileURLToPath(new URL('dying-editor.ts', import.meta.url));
  const child = spawn(process.execPath, [body, folder, path, String(first)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, complaints] = ['', ''];
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  const opened = new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      out += text;
      if (out.includes('open')) resolve();
    });
  });
  const ended = once(child, 'close');
  await Promise.race([opened, ended]);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill('SIGKILL');
  const [, signal] = await ended;
  expect([signal, complaints]).toEqual(['SIGKILL', '']);
  const whole = out.slice(0, out.lastIndexOf('\n'));
  const last = (word: string): number =>
    Number([...whole.matchAll(new RegExp(`^${word} (\\d+)$`, 'gm'))].at(-1)?.[1] ?? first - 1);
  return { done: last('done'), begun: last('begin') };
};

test(`killed ${KILLS} times while it edits, a studio loses at most the edit in hand`, {
  timeout: 60_000 + KILLS * 10_000,
}, async () => {
  const text = `${JSON.stringify(RIDE)}\n`;
  writeFileSync(path, text);
  let held = 0;
  let behind = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const { done, begun } = await editUntilKilled(held + 1, 100 + Math.random() * 700);
    expect(done).toBeGreaterThanOrEqual(held);

    const library = await openLibrary({ folder, now: Date.now });
    const editors = createWorkoutEditors({
      ...{ library, now: Date.now, materials: () => silentMaterials, log: () => undefined },
      ...{ changed: () => undefined, saved: () => undefined, shelved: () => undefined },
    });
    if (library.documents.unsaved('workout').length > 0) behind++;
    await editors.recover();
    const { document, notice, revision } = await editors.open(path);
    // What was said to be done is there; what it was at is there as a whole, or not at all.
    held = Number(document.title === RIDE.title ? 0 : document.title);
    expect([done, begun]).toContain(held);
    // Its own half-finished work is never taken for another program's.
    expect(notice).toBeNull();
    expect(revision).toBe(held + 1);
    const { labels } = await editors.history(path);
    expect(labels).toEqual(Array.from({ length: held }, (_, n) => String(n + 1)));
    await editors.flush(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(document);
    await editors.close();
    await library.close();
    expect(readdirSync(root).filter((name) => name.endsWith('.partial'))).toEqual([]);
  }
  expect(held).toBeGreaterThan(0);
  expect(behind).toBeGreaterThan(0);

  // And all of it can be undone.
  const library = await openLibrary({ folder, now: Date.now });
  const editors = createWorkoutEditors({
    ...{ library, now: Date.now, materials: () => silentMaterials, log: () => undefined },
    ...{ changed: () => undefined, saved: () => undefined, shelved: () => undefined },
  });
  for (let n = 0; n < held; n++) await editors.undo(path);
  expect((await editors.get(path)).document).toEqual(RIDE);
  await editors.close();
  await library.close();
  expect(readFileSync(path, 'utf8')).toBe(text);
});
