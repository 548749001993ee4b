import { type LibraryReader, type LibraryWriter, statement } from './connection.ts';
import type { FileContent, MadeFile } from './export-shapes.ts';

const COLUMNS = `workout, variant, format, preset, path, sha256, bytes, signature, seconds, measured, checks, recipe, engine,
  parts, made_at AS madeAt`;

type Raw = Omit<MadeFile, 'measured' | 'checks' | 'recipe' | 'parts'> &
  Record<'measured' | 'checks' | 'recipe' | 'parts', string>;

const fromRaw = (row: unknown): MadeFile => {
  const raw = row as Raw;
  return {
    ...raw,
    measured: JSON.parse(raw.measured),
    checks: JSON.parse(raw.checks),
    recipe: JSON.parse(raw.recipe),
    parts: JSON.parse(raw.parts),
  };
};

export const addMadeFile = (db: LibraryWriter, made: MadeFile): void => {
  statement(
    db,
    `INSERT INTO made_files (workout, variant, format, preset, path, sha256, bytes, signature, seconds, measured, checks,
       recipe, engine, parts, made_at)
     VALUES (@workout, @variant, @format, @preset, @path, @sha256, @bytes, @signature, @seconds, @measured, @checks,
       @recipe, @engine, @parts, @madeAt)`,
  ).run({
    ...made,
    measured: JSON.stringify(made.measured),
    checks: JSON.stringify(made.checks),
    recipe: JSON.stringify(made.recipe),
    parts: JSON.stringify(made.parts),
    madeAt: Math.round(made.madeAt),
  });
};

/** The newest file of every cell of a workout that was made with a preset. */
export const newestMadeFiles = (db: LibraryReader, workout: string, preset: string): MadeFile[] =>
  statement(
    db,
    `SELECT ${COLUMNS} FROM made_files WHERE number IN (
       SELECT max(number) FROM made_files WHERE workout = ? AND preset = ? GROUP BY variant, format)
     ORDER BY number`,
  )
    .all(workout, preset)
    .map(fromRaw);

/** The newest file that was made at a path; null: none was. */
export const madeFileAt = (db: LibraryReader, path: string): MadeFile | null => {
  const found = statement(db, `SELECT ${COLUMNS} FROM made_files WHERE path = ? ORDER BY number DESC LIMIT 1`).get(
    path,
  );
  return found === undefined ? null : fromRaw(found);
};

/** Says that the file at a path is the same bytes under another signature. */
export const resignMadeFile = (db: LibraryWriter, path: string, signature: string): void => {
  statement(
    db,
    `UPDATE made_files SET signature = @signature
     WHERE number = (SELECT max(number) FROM made_files WHERE path = @path)`,
  ).run({ path, signature });
};

/** Everything that was made, the last first; of some workouts, or of all. */
export const listMadeFiles = (db: LibraryReader, workouts: readonly string[] | null, limit: number): MadeFile[] =>
  statement(
    db,
    `SELECT ${COLUMNS} FROM made_files
     WHERE @workouts IS NULL OR workout IN (SELECT value FROM json_each(@workouts)) ORDER BY number DESC LIMIT @limit`,
  )
    .all({ workouts: workouts === null ? null : JSON.stringify(workouts), limit })
    .map(fromRaw);

/** Which bytes a file had when it was last read; null: it never was. */
export const fileContent = (db: LibraryReader, path: string): FileContent | null =>
  (statement(db, 'SELECT path, signature, content FROM file_contents WHERE path = ?').get(path) as
    | FileContent
    | undefined) ?? null;

export const keepFileContent = (db: LibraryWriter, content: FileContent): void => {
  statement(db, 'INSERT OR REPLACE INTO file_contents VALUES (@path, @signature, @content)').run(content);
};
