import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openLibrary } from '../../../../src/library/index.ts';
import { createWorkoutEditors } from '../../../../src/studio/workout-editors.ts';
import { countUntilKilled } from '../../../support/killed-process.ts';
import { RIDE } from './editing.ts';
import { silentMaterials } from './silent-materials.ts';

/** How often the process is killed. The soak asks for 50. */
const KILLS = Number(process.env.SOAK_KILLS ?? 3);
const root = mkdtempSync(join(tmpdir(), 'cueforge-killed-'));
const folder = join(root, 'library');
const path = join(root, 'ride.json');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const editUntilKilled = (first: number, milliseconds: number): Promise<{ done: number; begun: number }> =>
  countUntilKilled(new URL('dying-editor.ts', import.meta.url), [folder, path], first, { opened: true, milliseconds });

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
