import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openLibrary } from '../../../../src/library/index.ts';
import { createCuelistEditors } from '../../../../src/studio/run/cuelist-editor.ts';
import { countUntilKilled } from '../../../support/killed-process.ts';
import { SHOW } from './cuelist-desk.ts';

/** How often the process is killed. The soak asks for 50. */
const KILLS = Number(process.env.SOAK_KILLS ?? 3);
const root = mkdtempSync(join(tmpdir(), 'cueforge-killed-cuelist-'));
const folder = join(root, 'library');
const path = join(root, 'show.json');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const editUntilKilled = (first: number, milliseconds: number): Promise<{ done: number; begun: number }> =>
  countUntilKilled(new URL('dying-cuelist-editor.ts', import.meta.url), [folder, path], first, {
    opened: true,
    milliseconds,
  });

const openAll = async () => {
  const library = await openLibrary({ folder, now: Date.now });
  const editors = createCuelistEditors({
    ...{ library, now: Date.now, folder: () => folder, log: () => undefined },
  });
  const close = async (): Promise<void> => {
    await editors.close();
    await library.close();
  };
  return { library, editors, close };
};

test(`killed ${KILLS} times while it edits, a studio loses at most the edit in hand`, {
  timeout: 60_000 + KILLS * 10_000,
}, async () => {
  const text = `${JSON.stringify(SHOW)}\n`;
  writeFileSync(path, text);
  let held = 0;
  let behind = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const { done, begun } = await editUntilKilled(held + 1, 100 + Math.random() * 700);
    expect(done).toBeGreaterThanOrEqual(held);

    const { library, editors, close } = await openAll();
    if (library.documents.unsaved('cuelist').length > 0) behind++;
    expect(library.documents.unsaved('workout')).toEqual([]);
    await editors.recover();
    expect(library.documents.unsaved('cuelist')).toEqual([]);
    const opened = await editors.open(path);
    const { document, revision } = opened.now();
    // What was said to be done is there; what it was at is there as a whole, or not at all.
    held = Number(document.name === SHOW.name ? 0 : document.name);
    expect([done, begun]).toContain(held);
    expect(document.cues).toHaveLength(SHOW.cues.length + held);
    expect(revision).toBe(held + 1);
    // Its own half-finished work is never taken for another program's.
    const { labels } = library.documents.labels(path);
    expect(labels).toEqual(Array.from({ length: held }, (_, n) => String(n + 1)));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(document);
    await close();
    expect(readdirSync(root).filter((name) => name.endsWith('.partial'))).toEqual([]);
  }
  expect(held).toBeGreaterThan(0);
  expect(behind).toBeGreaterThan(0);

  // And all of it can be undone.
  const { editors, close } = await openAll();
  const opened = await editors.open(path);
  for (let n = 0; n < held; n++) opened.undo();
  expect(opened.now().document).toEqual(SHOW);
  await close();
  expect(readFileSync(path, 'utf8')).toBe(text);
});
