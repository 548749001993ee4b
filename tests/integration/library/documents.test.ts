import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type KeptDocument, type Library, openLibrary } from '../../../src/library/index.ts';
import { codeOf, scratchLibrary } from './sounds.ts';

let files: ReturnType<typeof scratchLibrary>;
let library: Library;
beforeEach(async () => {
  files = scratchLibrary();
  library = await openLibrary(files);
});
afterEach(async () => {
  await library.close();
  files.remove();
});
const again = async (): Promise<void> => {
  await library.close();
  library = await openLibrary(files);
};

const PATH = '/workouts/ride.json';
const kept = (over: Partial<KeptDocument> = {}): KeptDocument => ({
  ...{
    path: PATH,
    kind: 'workout' as const,
    document: { id: 'ride', n: 0 },
    revision: 1,
    original: '{"id":"ride","n":0}',
  },
  ...{ fileHash: 'h0', writingHash: null, savedRevision: 1, savedAt: null, importedFrom: null, importedHash: null },
  ...over,
});
const state = (n: number, revision = n + 1) => ({ document: { id: 'ride', n }, revision });
const entry = (n: number, mergeKey: string | null = null) => ({
  ...{ label: `To ${n}`, mergeKey, at: n * 10 },
  forward: [{ op: 'replace', path: ['n'], value: n }],
  inverse: [{ op: 'replace', path: ['n'], value: n - 1 }],
});

describe('a workout that is edited', () => {
  test('is kept with its history over restarts, without an end', async () => {
    library.documents.keep(kept());
    for (let n = 1; n <= 600; n++) library.documents.add(PATH, state(n), entry(n));
    await again();
    expect(library.documents.read(PATH)).toEqual(kept({ document: { id: 'ride', n: 600 }, revision: 601 }));
    expect(library.documents.labels(PATH)).toMatchObject({ labels: { length: 600 }, undone: 0 });
    expect(library.documents.last(PATH)).toEqual({ number: 600, ...entry(600) });
    expect(library.documents.history(PATH)).toEqual({ undo: 'To 600', redo: null });
    expect(library.documents.history('/other.json')).toEqual({ undo: null, redo: null });
  });

  test('lets go what was undone once something else is done', () => {
    library.documents.keep(kept());
    for (const n of [1, 2, 3]) library.documents.add(PATH, state(n), entry(n));
    for (const n of [3, 2]) library.documents.mark(PATH, state(n - 1), n, true);
    expect(library.documents.history(PATH)).toEqual({ undo: 'To 1', redo: 'To 2' });
    expect(library.documents.next(PATH)?.number).toBe(2);
    library.documents.mark(PATH, state(2), 2, false);
    expect(library.documents.labels(PATH)).toEqual({ labels: ['To 1', 'To 2', 'To 3'], undone: 1 });
    library.documents.add(PATH, state(9), { ...entry(9) });
    expect(library.documents.labels(PATH)).toEqual({ labels: ['To 1', 'To 2', 'To 9'], undone: 0 });
    library.documents.replace(PATH, state(10), 3, { ...entry(10), at: 500 });
    expect(library.documents.last(PATH)).toMatchObject({ number: 3, label: 'To 9', at: 500, forward: [{ value: 10 }] });
    library.documents.replace(PATH, state(2), 3, null);
    expect(library.documents.labels(PATH).labels).toEqual(['To 1', 'To 2']);
  });

  test('is all of an edit or nothing of it', async () => {
    library.documents.keep(kept());
    const loop: { self?: unknown } = {};
    loop.self = loop;
    for (const broken of [
      { ...entry(1), forward: [loop] },
      { ...entry(1), label: null as never },
    ])
      await codeOf(() => library.documents.add(PATH, state(1), broken)).catch(() => 'thrown');
    expect(library.documents.read(PATH)).toEqual(kept());
    expect(library.documents.labels(PATH).labels).toEqual([]);
    // Nobody's entry.
    await codeOf(() => library.documents.add('/unknown.json', state(1), entry(1))).catch(() => 'thrown');
    expect(library.documents.labels('/unknown.json').labels).toEqual([]);
  });

  test('is behind until its file is written, and knows what was being written', async () => {
    library.documents.keep(kept());
    library.documents.add(PATH, state(1), entry(1));
    expect(library.documents.unsaved('workout')).toEqual([PATH]);
    library.documents.beginWrite(PATH, 'h1');
    await again();
    expect(library.documents.read(PATH)).toMatchObject({ fileHash: 'h0', writingHash: 'h1', savedRevision: 1 });
    library.documents.endWrite(PATH, { fileHash: 'h1', revision: 2, at: 77.4 });
    expect(library.documents.read(PATH)).toMatchObject({
      fileHash: 'h1',
      writingHash: null,
      savedRevision: 2,
      savedAt: 77,
    });
    expect(library.documents.unsaved('workout')).toEqual([]);
  });

  test('begins anew where it is kept again', () => {
    library.documents.keep(kept());
    library.documents.add(PATH, state(1), entry(1));
    library.documents.keep(kept({ importedFrom: '/a.zwo', importedHash: 'z', revision: 5, savedRevision: 5 }));
    expect(library.documents.labels(PATH).labels).toEqual([]);
    library.documents.keep(kept({ path: '/b.json', importedFrom: '/a.zwo', importedHash: 'z' }));
    expect(library.documents.imported('/a.zwo', 'z')).toEqual(['/b.json', PATH]);
    expect(library.documents.imported('/a.zwo', 'y')).toEqual([]);
  });
});

test('a backup holds workouts and their history, and gives them back', async () => {
  library.documents.keep(kept());
  library.documents.add(PATH, state(1), entry(1));
  await library.backUp();
  library.documents.add(PATH, state(2), entry(2));
  await library.close();
  const path = join(files.folder, 'library.db');
  writeFileSync(path, Buffer.alloc(4096, 7));
  library = await openLibrary(files);
  expect(library.summary().recovered).not.toBeNull();
  expect(library.documents.read(PATH)).toMatchObject({ document: { n: 1 }, revision: 2 });
  expect(library.documents.labels(PATH).labels).toEqual(['To 1']);
  const db = new Database(path, { readonly: true });
  expect(db.pragma('foreign_key_check')).toEqual([]);
  db.close();
});
