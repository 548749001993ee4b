import { type DelimitedRow, parseDelimitedText } from './delimited-text.ts';
import { describeValue, error, isUsable, type Problem, warning } from './problem.ts';
import { readWorkoutDocument } from './workout-document.ts';
import type { CueDocument, WorkoutDocument } from './workout-schema.ts';

/**
 * Cue sheets: rows of a time and a text, as spreadsheets export them. Separated by comma, semicolon or tab. A header row
 * (one that names a `time` column) is optional and adds columns: id, level, tags (separated by | , ; or spaces), gain_db,
 * audio. Times are mm:ss, h:mm:ss, either with a fraction, or whole milliseconds. `id` names the workout.
 */
export const parseCueSheet = (
  text: string,
  { id }: { readonly id: string },
): { document: WorkoutDocument | null; problems: Problem[] } => {
  const { rows, openQuote } = parseDelimitedText(text, findDelimiter(text));
  const problems: Problem[] = [];
  if (openQuote !== null) problems.push(error(`line ${openQuote}`, 'expected a closing ", got the end of the file'));
  const header = readHeader(rows[0], problems);
  const cueRows = header === null ? rows : rows.slice(1);
  if (cueRows.length === 0) problems.push(error('', 'expected rows of a time and a text, got none'));
  const cues = cueRows.map((row) => toCue(row, header, problems));
  const document = { id, cues };
  const places = cueRows.map(({ line }) => `line ${line}`);
  // Cells refused above hold stand-ins, whose warnings would mislead.
  const sound = isUsable(problems);
  const found = readWorkoutDocument(document).problems.filter(({ severity }) => sound || severity === 'error');
  problems.push(...found.map((problem) => placed(problem, places)));
  return { document: isUsable(problems) ? document : null, problems };
};

const COLUMNS = ['time', 'text', 'id', 'level', 'tags', 'gain_db', 'audio'] as const;
type Column = (typeof COLUMNS)[number];
const ALIASES: Readonly<Record<string, Column>> = { time_ms: 'time', file: 'audio' };

const columnOf = (cell: string): Column | null => {
  const name = cell.trim().toLowerCase();
  return COLUMNS.find((column) => column === name) ?? (Object.hasOwn(ALIASES, name) ? ALIASES[name]! : null);
};

/** The delimiter under which the first row starts with a time or names a time column. */
const findDelimiter = (text: string): string => {
  const start = text.slice(0, 10_000);
  for (const delimiter of ['\t', ';', ',']) {
    const first = parseDelimitedText(start, delimiter).rows[0]?.cells ?? [];
    if (first.length > 1 && (readTime(first[0]!) !== null || first.some((cell) => columnOf(cell) === 'time')))
      return delimiter;
  }
  return ',';
};

/** Columns by place; null where the first row is a cue already. */
const readHeader = (row: DelimitedRow | undefined, problems: Problem[]): (Column | null)[] | null => {
  if (row === undefined) return null;
  const columns = row.cells.map(columnOf);
  if (!columns.includes('time')) return null;
  columns.forEach((column, index) => {
    const name = describeValue(row.cells[index]!.trim());
    if (column === null && row.cells[index]!.trim() !== '')
      problems.push(
        warning(`line ${row.line}`, `expected the columns ${COLUMNS.join(', ')}; got ${name}, which is left out`),
      );
    else if (column !== null && columns.indexOf(column) !== index)
      problems.push(error(`line ${row.line}`, `expected each column once, got ${name} again`));
  });
  return columns;
};

const toCue = (row: DelimitedRow, header: readonly (Column | null)[] | null, problems: Problem[]): CueDocument => {
  const at = (column: Column): string => `line ${row.line}, ${column}`;
  const cells = cellsOf(row, header, problems);
  const written = cells.get('time');
  const time = written === undefined ? null : readTime(written);
  if (time === null)
    problems.push(
      error(at('time'), `expected mm:ss, h:mm:ss, mm:ss.mmm or whole milliseconds, got ${describeValue(written)}`),
    );
  const gain = cells.get('gain_db');
  const gainValue = gain === undefined ? null : readNumber(gain);
  if (gain !== undefined && gainValue === null)
    problems.push(error(at('gain_db'), `expected decibels in -60..24, got ${describeValue(gain)}`));
  const tags = cells
    .get('tags')
    ?.split(/[|,;\s]+/)
    .filter((tag) => tag !== '');
  return {
    ...optional('id', cells.get('id')),
    time_ms: time ?? 0,
    ...optional('text', cells.get('text')),
    ...optional('audio', cells.get('audio')),
    ...optional('gain_db', gainValue ?? undefined),
    ...optional('level', cells.get('level')),
    ...optional('tags', tags),
  };
};

const optional = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);

/** The cells of a row that say something, by column. */
const cellsOf = (
  { line, cells }: DelimitedRow,
  header: readonly (Column | null)[] | null,
  problems: Problem[],
): Map<Column, string> => {
  const columns: readonly (Column | null)[] = header ?? ['time', 'text'];
  const extra = cells.slice(columns.length).filter((cell) => cell.trim() !== '');
  if (extra.length > 0)
    problems.push(
      error(
        `line ${line}`,
        `expected ${columns.length} cells, got ${cells.length}; a text with separators in it needs double quotes`,
      ),
    );
  const filled = columns.flatMap((column, index): [Column, string][] => {
    const cell = cells[index]?.trim() ?? '';
    return column === null || cell === '' ? [] : [[column, cell]];
  });
  return new Map(filled);
};

/** A time as milliseconds; null where it is none. A comma may stand for the point. */
export const readTime = (cell: string): number | null => {
  const written = cell.trim();
  if (/^\d{1,9}$/.test(written)) return Number(written);
  const clock = /^(?:(\d{1,3}):(?=\d\d:))?(\d{1,4}):(\d\d)(?:[.,](\d{1,3}))?$/.exec(written);
  if (clock === null) return null;
  const [, hours, minutes, secs, fraction] = clock;
  if (Number(secs) > 59 || (hours !== undefined && Number(minutes) > 59)) return null;
  const whole = (Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(secs);
  return whole * 1000 + Number((fraction ?? '').padEnd(3, '0'));
};

const readNumber = (cell: string): number | null =>
  /^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(cell) ? Number(cell.replace(',', '.')) : null;

/** A problem of the document at the line its cue came from. */
const placed = (problem: Problem, places: readonly string[]): Problem => {
  const cue = /^cues\[(\d+)\]\.?(.*)$/.exec(problem.path);
  const message = problem.message.replace(/\bcues\[(\d+)\]/g, (_, index: string) => places[Number(index)] ?? 'a cue');
  if (cue === null) return { ...problem, message };
  const field = cue[2] === 'time_ms' ? 'time' : cue[2];
  const place = places[Number(cue[1])] ?? '';
  return { ...problem, path: field === '' ? place : `${place}, ${field}`, message };
};
