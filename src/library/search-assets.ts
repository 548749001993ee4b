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
  const { where, values } = conditions(query);
  const { by, descending } = query.sort;
  // Only numbers are sorted; the page's rows are read afterwards. Their count is the total.
  const numbers = statement(
    db,
    `SELECT number FROM assets WHERE ${where.join(' AND ')}
     ORDER BY ${SORTED_BY[by]} ${descending ? 'DESC' : 'ASC'} NULLS LAST, title_key, number`,
  )
    .pluck()
    .all(...values) as number[];
  const read = statement(db, `SELECT ${ROW_COLUMNS} FROM assets WHERE number = ?`);
  const page = numbers.slice(query.offset, query.offset + query.limit);
  return { total: numbers.length, rows: page.map((number) => toRow(read.get(number))) };
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
