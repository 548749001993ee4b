import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { openLibrary } from '../../../src/library/index.ts';
import { type Kill, linesUntilKilled } from '../../support/killed-process.ts';
import { copyOf, type Deed, type EditModel, emptyModel, imagine, imagined, seen } from './edit-model.ts';
import { scratchLibrary } from './sounds.ts';

/** How often the process is killed. The soak asks for 50. */
const KILLS = Number(process.env.SOAK_KILLS ?? 8);
const files = scratchLibrary();
afterAll(() => files.remove());

const asText = (model: EditModel): string =>
  JSON.stringify(model, (_, value: unknown) => (value instanceof Map ? ['Map', [...value]] : value));

/** Lets a process work and kills it. @returns what it said before it died: deeds done, and the one it was at */
const workUntilKilled = async (
  model: EditModel,
  first: number,
  kill: Kill,
): Promise<{ done: Deed[]; begun: Deed | null }> => {
  const path = files.at('model.json');
  writeFileSync(path, asText(model));
  const body = new URL('dying-process.ts', import.meta.url);
  const lines = await linesUntilKilled(body, [files.folder, path, String(first)], kill);
  const done: Deed[] = [];
  let begun: Deed | null = null;
  for (const line of lines) {
    if (line.startsWith('begin ')) begun = JSON.parse(line.slice(6)) as Deed;
    if (!line.startsWith('done ')) continue;
    done.push(JSON.parse(line.slice(5)) as Deed);
    begun = null;
  }
  return { done, begun };
};

test(`killed ${KILLS} times at work, a library loses at most the deed in hand`, {
  timeout: 60_000 + KILLS * 10_000,
}, async () => {
  let model = emptyModel();
  let number = 0;
  let working = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    // Mostly at work; one time in four while it starts, where it finds what the last kill left.
    const opened = kill % 4 !== 3;
    const { done, begun } = await workUntilKilled(model, number, { opened, milliseconds: Math.random() * 250 });
    if (done.length > 0) working++;
    for (const deed of done) imagine(model, deed);
    const withBegun = copyOf(model);
    if (begun !== null) imagine(withBegun, begun);
    number += done.length + 1;

    const library = await openLibrary(files);
    expect(library.summary().recovered).toBeNull();
    const found = seen(library);
    // Everything that was said to be done is there; the deed in hand is there as a whole, or not at all.
    if (JSON.stringify(found) !== JSON.stringify(imagined(model))) model = withBegun;
    expect(found).toEqual(imagined(model));

    // What the history says happened is what did: taken back to its start and done again to its end, it is all the same.
    const wound = copyOf(model);
    for (; wound.done.length > 0; imagine(wound, { do: 'undo' })) library.undo();
    expect(seen(library)).toEqual(imagined(wound));
    for (; wound.undone.length > model.undone.length; imagine(wound, { do: 'redo' })) library.redo();
    expect(seen(library)).toEqual(imagined(model));
    await library.close();

    const db = new Database(join(files.folder, 'library.db'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  }
  expect(working).toBeGreaterThanOrEqual(Math.floor(KILLS / 2));
  expect(readdirSync(files.folder).filter((name) => name.includes('damaged'))).toEqual([]);
});
