import { mkdirSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
// Past the face: an older version of the file is only to be had from the steps themselves.
import { type LibraryWriter, openWriter } from '../../../src/library/connection.ts';
import { openLibrary } from '../../../src/library/index.ts';
import { migrate, NEWEST, versionOf } from '../../../src/library/migrations.ts';
import { codeOf, idOf, query, scratchLibrary } from './sounds.ts';

let files: ReturnType<typeof scratchLibrary>;
const open: LibraryWriter[] = [];
beforeEach(() => {
  files = scratchLibrary();
});
afterEach(() => {
  for (const db of open.splice(0)) db.close();
  files.remove();
});

/** A library of an older version, filled with what such a version held. */
const older = (version: number, filling = '', name = `v${version}.db`): LibraryWriter => {
  const db = openWriter(files.at(name));
  open.push(db);
  migrate(db, version);
  db.exec(filling);
  return db;
};

const schemaOf = (db: LibraryWriter): unknown =>
  db
    .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'asset_words_%' ORDER BY name")
    .all();

/** A sound as version 1 keeps it. */
const oldSound = (number: number, title: string, more: { tags?: string[]; artist?: string } = {}): string => `
  INSERT INTO assets (number, id, path, bytes, modified_at, added_at, title, artist, album, kind, tags, notes, origin,
    format, seconds, analysis, lufs, clipped, silences, measured_bpm)
  VALUES (${number}, '${idOf(title)}', '/music/File ${number}.mp3', 7, 1.5, 2, '${title}', '${more.artist ?? ''}', '', 'bed',
    '${JSON.stringify(more.tags ?? [])}', 'said', 'imported', 'FLAC', 61.5, 'done', -14.5, 2, '[{"start":1,"end":2}]', 99.5);`;

test('0 → 1: sounds are kept as they are given', () => {
  const db = older(1, oldSound(4, 'Neon'));
  expect(db.prepare('SELECT * FROM assets').get()).toMatchObject({ number: 4, title: 'Neon', bpm: 99.5, missing: 0 });
  expect(() => db.exec("UPDATE assets SET analysis = 'perhaps'")).toThrow('CHECK');
  expect(() => db.exec("UPDATE assets SET bytes = 'many'")).toThrow('cannot store TEXT');
});

test('1 → 2: what was there is found, sorted and counted as what comes', () => {
  const db = older(1, oldSound(4, 'Éte 10', { tags: ['warm', 'calm'], artist: 'Kaya' }) + oldSound(9, 'éte 2'));
  const before = db.prepare('SELECT * FROM assets').all() as object[];
  migrate(db, 2);
  const found = (words: string) =>
    db.prepare('SELECT rowid FROM asset_words WHERE asset_words MATCH ? ORDER BY rowid').pluck().all(words);
  for (const [words, numbers] of [
    ['ete*', [4, 9]],
    ['kaya', [4]],
    ['warm', [4]],
    ['file', [4, 9]],
    ['music', []],
    ['said', [4, 9]],
  ] as const)
    expect(found(words)).toEqual(numbers);
  expect(db.prepare('SELECT * FROM asset_tags').all()).toEqual([
    { tag: 'calm', asset: 4 },
    { tag: 'warm', asset: 4 },
  ]);
  const after = db.prepare('SELECT * FROM assets').all() as Record<string, unknown>[];
  expect(after.map(({ title_key, artist_key, ...rest }) => rest)).toEqual(before);
  expect(db.prepare('SELECT number FROM assets ORDER BY title_key').pluck().all()).toEqual([9, 4]);
  // What comes later follows by itself, and goes without a trace.
  db.exec(oldSound(11, 'late', { tags: ['warm'] }));
  expect(found('late')).toEqual([11]);
  db.exec("UPDATE assets SET title = 'later', tags = '[]' WHERE number = 11");
  expect([found('late*'), found('late')]).toEqual([[11], []]);
  db.exec('DELETE FROM assets WHERE number IN (4, 11)');
  expect(found('file')).toEqual([9]);
  expect(db.prepare('SELECT * FROM asset_tags').all()).toEqual([]);
  db.exec("INSERT INTO asset_words (asset_words) VALUES ('integrity-check')");
});

test('2 → 3: nothing counts as removed, nothing as done', () => {
  const db = older(2, oldSound(4, 'Neon', { tags: ['warm'] }));
  const before = db.prepare('SELECT * FROM assets').get();
  migrate(db, 3);
  expect(db.prepare('SELECT * FROM assets').get()).toEqual({ ...(before as object), removed_by: null });
  expect(db.prepare('SELECT count(*) FROM history').pluck().get()).toBe(0);
  expect(() => db.exec("INSERT INTO history (label, forward, inverse) VALUES ('x', 'no json', '[]')")).toThrow('CHECK');
});

test('3 → 4: edits made before can still be undone', async () => {
  const db = openAt(3);
  db.exec(oldSound(4, 'New name', { tags: ['warm'] }));
  db.prepare('INSERT INTO history (label, forward, inverse) VALUES (?, ?, ?)').run(
    'Rename “Old name”',
    JSON.stringify([{ ids: [idOf('New name')], set: { title: 'New name' } }]),
    JSON.stringify([{ ids: [idOf('New name')], set: { title: 'Old name' } }]),
  );
  db.close();
  const library = await openLibrary(files);
  expect(library.history().undo).toBe('Rename “Old name”');
  library.undo();
  expect(library.search(query({ text: 'old' })).rows).toMatchObject([{ title: 'Old name', tags: ['warm'], bpm: 99.5 }]);
  expect(library.workouts()).toEqual([]);
  expect(library.exports('x')).toEqual([]);
  // The file as it was before the change of version is kept.
  expect(library.summary().backedUpAt).toBe(files.clock.at);
  await library.close();
});

test('4 → 5: workouts stay on the list with what was exported; none was edited yet', async () => {
  const db = openAt(4);
  db.exec(
    "INSERT INTO workouts VALUES ('/ride.json', 7); INSERT INTO exports VALUES ('/ride.json', 'hard', '{}', '[]', 8)",
  );
  db.close();
  const library = await openLibrary(files);
  expect(library.workouts()).toEqual([{ path: '/ride.json', openedAt: 7 }]);
  expect(library.exports('/ride.json')).toMatchObject([{ variant: 'hard', fingerprint: '{}', at: 8 }]);
  expect(library.documents.read('/ride.json')).toBeNull();
  expect(library.documents.unsaved('workout')).toEqual([]);
  expect(library.summary().backedUpAt).toBe(files.clock.at);
  await library.close();
});

test('5 → 6: what was edited is a workout, with its history; no cuelist was opened yet', async () => {
  const db = openAt(5);
  db.exec(`
    INSERT INTO documents VALUES ('/ride.json', '{"id":"ride"}', 3, '{}', 'h', NULL, 2, NULL, NULL, NULL);
    INSERT INTO document_edits VALUES ('/ride.json', 1, 'Rename the workout', NULL, '[]', '[]', 0, 9);`);
  db.close();
  const library = await openLibrary(files);
  expect(library.documents.read('/ride.json')).toMatchObject({
    kind: 'workout',
    document: { id: 'ride' },
    revision: 3,
  });
  expect(library.documents.history('/ride.json').undo).toBe('Rename the workout');
  expect(library.documents.unsaved('workout')).toEqual(['/ride.json']);
  expect(library.documents.unsaved('cuelist')).toEqual([]);
  expect(library.cuelists()).toEqual([]);
  library.rememberCuelist('/show.json', 4);
  library.rememberCuelist('/other.json', 5);
  library.rememberCuelist('/show.json', 6.4);
  expect(library.cuelists()).toEqual([
    { path: '/show.json', openedAt: 6 },
    { path: '/other.json', openedAt: 5 },
  ]);
  library.forgetCuelist('/show.json');
  expect(library.cuelists()).toMatchObject([{ path: '/other.json' }]);
  await library.close();
});

test('6 → 7: nothing waits to be exported, and nothing is said to be made', async () => {
  const db = openAt(6);
  db.exec("INSERT INTO exports VALUES ('/ride.json', 'hard', '{}', '[]', 8)");
  db.close();
  const library = await openLibrary(files);
  expect(library.exports('/ride.json')).toMatchObject([{ variant: 'hard', at: 8 }]);
  expect(library.exportQueue.jobs()).toEqual([]);
  expect(library.exportQueue.history(null, 10)).toEqual([]);
  expect(library.exportQueue.content('/ride.mp3')).toBeNull();
  expect(library.exportQueue.nextDue(0)).toBeNull();
  expect(library.summary().backedUpAt).toBe(files.clock.at);
  await library.close();
});

/** The file that `openLibrary` will open, at an older version. */
const openAt = (version: number): LibraryWriter => {
  mkdirSync(files.folder);
  return older(version, '', 'library/library.db');
};

describe('every way to the newest version', () => {
  test('ends in the same schema', () => {
    const fresh = schemaOf(older(NEWEST, '', 'fresh.db'));
    for (let version = 0; version < NEWEST; version++) {
      const db = older(version, version === 0 ? '' : oldSound(1, 'Neon', { tags: ['a'] }));
      migrate(db);
      expect(versionOf(db)).toBe(NEWEST);
      expect(schemaOf(db)).toEqual(fresh);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(db.pragma('foreign_key_check')).toEqual([]);
    }
  });

  test('is all of a step or nothing of it', () => {
    const db = older(1, oldSound(4, 'Neon'));
    const before = schemaOf(db);
    // In the way of the step's last table.
    db.exec('CREATE TABLE history (x)');
    migrate(db, 2);
    expect(() => migrate(db, 3)).toThrow('already exists');
    expect(versionOf(db)).toBe(2);
    expect(db.pragma('table_info(assets)')).not.toContainEqual(expect.objectContaining({ name: 'removed_by' }));
    expect(before).not.toEqual(schemaOf(db));
  });
});

test('a library of a newer program is refused and left as it is', async () => {
  await (await openLibrary(files)).close();
  const db = new Database(`${files.folder}/library.db`);
  db.pragma(`user_version = ${NEWEST + 1}`);
  db.close();
  expect(await codeOf(() => openLibrary(files))).toBe('library-unreadable');
  expect(await codeOf(() => openLibrary(files))).toBe('library-unreadable');
  const after = new Database(`${files.folder}/library.db`);
  expect(after.pragma('user_version', { simple: true })).toBe(NEWEST + 1);
  after.close();
});
