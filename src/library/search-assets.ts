import { ROW_COLUMNS, toRow } from './asset-columns.ts';
import { type LibraryReader, statement } from './connection.ts';
import { matchEveryWord } from './folded-words.ts';
import type { AssetQuery, AssetRow, Range, SortField } from './shapes.ts';

/** What each sort compares. Empty artists count as none. */
const SORTED_BY: Readonly<Record<SortField, string>> = {
  title: "NULLIF(title_key, '')",
  artist: "NULLIF(artist_key, '')",
  seconds: 'seconds',
  bpm: 'bpm',
  lufs: 'lufs',
  kind: 'kind',
  format: 'format COLLATE NOCASE',
  addedAt: 'added_at',
};

const NEEDS: Readonly<Record<NonNullable<AssetQuery['needs']>, string>> = {
  clipping: 'clipped > 0',
  missing: 'missing = 1',
  failed: "analysis = 'failed'",
};

/** The sounds that a query finds: how many, and those from `offset` on, `limit` at most. */
export const searchAssets = (db: LibraryReader, query: AssetQuery): { total: number; rows: AssetRow[] } => {
  const numbers = numbersOf(db, query);
  const read = statement(db, `SELECT ${ROW_COLUMNS} FROM assets WHERE number = ?`);
  const page = numbers.slice(query.offset, query.offset + query.limit);
  return { total: numbers.length, rows: page.map((number) => toRow(read.get(number))) };
};

interface Found {
  /** SQLite's count of what others wrote; a list is as good as its version. */
  readonly version: unknown;
  readonly question: string;
  readonly numbers: readonly number[];
}

/** The last list of each connection: who scrolls asks for page after page of one. */
const lastFound = new WeakMap<LibraryReader, Found>();

/** Numbers of all that a query finds, in order. Only they are sorted; rows are read for one page. */
const numbersOf = (db: LibraryReader, query: AssetQuery): readonly number[] => {
  const { where, values } = conditions(query);
  const { by, descending } = query.sort;
  const sql = `SELECT number FROM assets WHERE ${where.join(' AND ')}
     ORDER BY ${SORTED_BY[by]} ${descending ? 'DESC' : 'ASC'} NULLS LAST, title_key, number`;
  const question = JSON.stringify([sql, values]);
  const version = db.pragma('data_version', { simple: true });
  const last = lastFound.get(db);
  if (last !== undefined && last.version === version && last.question === question) return last.numbers;
  const numbers = statement(db, sql)
    .pluck()
    .all(...values) as number[];
  lastFound.set(db, { version, question, numbers });
  return numbers;
};

/** Conditions that must all hold, and the values they ask for. Their texts are few, whatever a person types. */
const conditions = (query: AssetQuery): { where: string[]; values: (string | number)[] } => {
  const where = ['removed_by IS NULL'];
  const values: (string | number)[] = [];
  const only = (condition: string, ...its: (string | number)[]): void => {
    where.push(condition);
    values.push(...its);
  };
  const within = (column: string, range: Range | null): void => {
    if (range !== null && range.least !== null) only(`${column} >= ?`, range.least);
    if (range !== null && range.most !== null) only(`${column} <= ?`, range.most);
  };
  const match = matchEveryWord(query.text);
  if (match !== null) only('number IN (SELECT rowid FROM asset_words WHERE asset_words MATCH ?)', match);
  if (query.kinds !== null) only('kind IN (SELECT value FROM json_each(?))', JSON.stringify(query.kinds));
  if (query.tag !== null) only('number IN (SELECT asset FROM asset_tags WHERE tag = ?)', query.tag);
  within('bpm', query.bpm);
  within('lufs', query.lufs);
  within('seconds', query.seconds);
  if (query.needs !== null) only(NEEDS[query.needs]);
  return { where, values };
};
