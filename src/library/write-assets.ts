import { inTransaction, type LibraryReader, type LibraryWriter, statement } from './connection.ts';
import { noSuchAsset } from './read-assets.ts';
import type { Added, Analysis, NewFile } from './shapes.ts';

interface Held {
  readonly number: number;
  readonly path: string;
  readonly missing: number;
  readonly removed: number;
}

/** What is held under these bytes, removed sounds included. */
const held = (db: LibraryReader, id: string): Held | undefined =>
  statement(db, 'SELECT number, path, missing, removed_by IS NOT NULL AS removed FROM assets WHERE id = ?').get(id) as
    | Held
    | undefined;

/** Path under which these bytes are held in the library; null: they are not. */
export const heldPath = (db: LibraryReader, id: string): string | null => held(db, id)?.path ?? null;

/**
 * Takes a file in. `oldPlaceStands`: whether a file is still where the same bytes were last seen. A sound that was
 * removed comes back with all that was known of it.
 */
export const addFile = (db: LibraryWriter, file: NewFile, oldPlaceStands: boolean, now: number): Added =>
  inTransaction(db, () => {
    const known = held(db, file.id);
    if (known === undefined) {
      insert(db, file, now);
      leavePath(db, file.path, file.id);
      return 'added';
    }
    if (known.removed === 1) {
      statement(
        db,
        `UPDATE assets SET removed_by = NULL, added_at = ?,
           analysis = iif(analysis = 'failed', 'waiting', analysis), problem = NULL WHERE number = ?`,
      ).run(Math.round(now), known.number);
      place(db, file.id, file.path, file.modifiedAt);
      return 'added';
    }
    const here = known.path === file.path;
    if (!here && known.missing === 0 && oldPlaceStands) {
      leavePath(db, file.path, file.id);
      return 'known';
    }
    place(db, file.id, file.path, file.modifiedAt);
    return here ? 'known' : 'moved';
  });

/** Gives a sound another place, where its file is. Throws `asset-missing`. */
export const relink = (db: LibraryWriter, id: string, path: string, modifiedAt: number): void =>
  inTransaction(db, () => place(db, id, path, modifiedAt));

const place = (db: LibraryWriter, id: string, path: string, modifiedAt: number): void => {
  const { changes } = statement(db, 'UPDATE assets SET path = ?, modified_at = ?, missing = 0 WHERE id = ?').run(
    path,
    modifiedAt,
    id,
  );
  if (changes === 0) throw noSuchAsset([id]);
  leavePath(db, path, id);
};

/** Other sounds last seen at a path are not there any more: it holds these bytes now. */
const leavePath = (db: LibraryWriter, path: string, id: string): void => {
  statement(db, 'UPDATE assets SET missing = 1 WHERE path = ? AND id <> ?').run(path, id);
};

const insert = (db: LibraryWriter, file: NewFile, now: number): void => {
  statement(
    db,
    `INSERT INTO assets (id, path, bytes, modified_at, added_at, title, artist, album, kind, tags, origin, format,
       seconds, sample_rate, channels, bitrate_kbps, has_cover)
     VALUES (@id, @path, @bytes, @modifiedAt, @addedAt, @title, @artist, @album, @kind, @tags, @origin, @format,
       @seconds, @sampleRate, @channels, @bitrateKbps, @hasCover)`,
  ).run({
    ...file,
    addedAt: Math.round(now),
    tags: JSON.stringify([...new Set(file.tags)]),
    hasCover: file.hasCover ? 1 : 0,
  });
};

/** Says whether a sound's file is where it was last seen. Throws `asset-missing`. */
export const markMissing = (db: LibraryWriter, id: string, missing: boolean): void =>
  touched(id, statement(db, 'UPDATE assets SET missing = ? WHERE id = ?').run(missing ? 1 : 0, id));

/** Keeps what measuring gave. A tempo that a person set stays. Throws `asset-missing`. */
export const setAnalysis = (db: LibraryWriter, id: string, analysis: Analysis): void =>
  touched(
    id,
    statement(
      db,
      `UPDATE assets SET analysis = 'done', problem = NULL, seconds = @seconds, lufs = @lufs, lra = @lra, dbtp = @dbtp,
         max_momentary = @maxMomentary, max_short_term = @maxShortTerm, sample_peak = @samplePeak, clipped = @clipped,
         clips = @clips, silences = @silences, measured_bpm = @bpm, first_beat = @firstBeat, warnings = @warnings
       WHERE id = @id`,
    ).run({
      ...analysis,
      id,
      clips: JSON.stringify(analysis.clips),
      silences: JSON.stringify(analysis.silences),
      warnings: JSON.stringify(analysis.warnings),
    }),
  );

/** Keeps why a sound could not be measured: a sentence. Throws `asset-missing`. */
export const setFailed = (db: LibraryWriter, id: string, problem: string): void =>
  touched(id, statement(db, "UPDATE assets SET analysis = 'failed', problem = ? WHERE id = ?").run(problem, id));

/** A sound that was removed meanwhile takes it too: it may come back. One that never was does not. */
const touched = (id: string, { changes }: { changes: number }): void => {
  if (changes === 0) throw noSuchAsset([id]);
};
