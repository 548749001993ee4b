import { CueforgeError } from '../model/index.ts';
import { DETAIL_COLUMNS, ROW_COLUMNS, toDetail, toRow } from './asset-columns.ts';
import { type LibraryReader, statement } from './connection.ts';
import { type AssetDetail, type AssetRow, KINDS, type LibrarySummary, type Place } from './shapes.ts';

/** Everything known of a sound. Throws `asset-missing` where the library does not hold it. */
export const readAsset = (db: LibraryReader, id: string): AssetDetail => {
  const found = statement(db, `SELECT ${DETAIL_COLUMNS} FROM assets WHERE id = ? AND removed_by IS NULL`).get(id);
  if (found === undefined) throw noSuchAsset([id]);
  return toDetail(found);
};

/** A sound as a row of a list. Throws `asset-missing`. */
export const readRow = (db: LibraryReader, id: string): AssetRow => {
  const found = statement(db, `SELECT ${ROW_COLUMNS} FROM assets WHERE id = ? AND removed_by IS NULL`).get(id);
  if (found === undefined) throw noSuchAsset([id]);
  return toRow(found);
};

export const noSuchAsset = (ids: readonly string[]): CueforgeError =>
  new CueforgeError(
    'asset-missing',
    ids.length === 1 ? 'The library does not hold this sound' : `The library does not hold ${ids.length} of the sounds`,
    { ids },
  );

/** Sounds whose files were not there when last looked for, by title. */
export const readMissing = (db: LibraryReader): AssetRow[] =>
  statement(db, `SELECT ${ROW_COLUMNS} FROM assets WHERE missing = 1 AND removed_by IS NULL ORDER BY title_key, number`)
    .all()
    .map(toRow);

/** Sounds that are not measured yet, in the order they were added. */
export const readWaiting = (db: LibraryReader): { id: string; path: string }[] =>
  statement(
    db,
    `SELECT id, path FROM assets WHERE analysis = 'waiting' AND missing = 0 AND removed_by IS NULL ORDER BY number`,
  ).all() as { id: string; path: string }[];

type PlaceRow = Omit<Place, 'missing'> & { missing: number };
const PLACE = 'SELECT id, path, bytes, modified_at AS modifiedAt, missing FROM assets WHERE removed_by IS NULL';
const toPlace = (row: PlaceRow): Place => ({ ...row, missing: row.missing === 1 });

/** Where every sound was last seen. */
export const readPlaces = (db: LibraryReader): Place[] =>
  (statement(db, `${PLACE} ORDER BY number`).all() as PlaceRow[]).map(toPlace);

/** The sound at a path; one that is missing there only where no other is. */
export const readPlaceAt = (db: LibraryReader, path: string): Place | null => {
  const found = statement(db, `${PLACE} AND path = ? ORDER BY missing, number DESC LIMIT 1`).get(path);
  return found === undefined ? null : toPlace(found as PlaceRow);
};

/** The library in numbers, but for what its file went through. */
export const readSummary = (db: LibraryReader): Omit<LibrarySummary, 'backedUpAt' | 'recovered'> => {
  const totals = statement(
    db,
    `SELECT count(*) AS assets, total(seconds) AS seconds, total(bytes) AS bytes, count(*) FILTER (WHERE clipped > 0) AS
       clipping, count(*) FILTER (WHERE missing = 1) AS missing, count(*) FILTER (WHERE analysis = 'failed') AS failed
     FROM assets WHERE removed_by IS NULL`,
  ).get() as Pick<LibrarySummary, 'assets' | 'seconds' | 'bytes' | 'clipping' | 'missing' | 'failed'>;
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as LibrarySummary['kinds'];
  const counted = statement(db, 'SELECT kind, count(*) AS n FROM assets WHERE removed_by IS NULL GROUP BY kind').all();
  for (const { kind, n } of counted as { kind: keyof typeof kinds; n: number }[]) kinds[kind] = n;
  const tags = statement(
    db,
    `SELECT tag, count(*) AS count FROM asset_tags JOIN assets ON number = asset WHERE removed_by IS NULL
     GROUP BY tag ORDER BY count(*) DESC, tag`,
  ).all() as LibrarySummary['tags'];
  return { ...totals, kinds, tags };
};
