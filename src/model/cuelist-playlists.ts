import type { CuelistDocument, LayerDocument, SessionCueDocument } from './cuelist-schema.ts';
import { parseDelimitedText } from './delimited-text.ts';
import { describeValue, error, isUsable, type Problem, warning } from './problem.ts';

/** A cuelist document from a list of files. `document` is null where there are errors. */
export interface ImportedPlaylist {
  readonly document: CuelistDocument | null;
  readonly problems: Problem[];
}

/** M3U and M3U8: a cue for each file, one joining the other. `#EXTINF` names them; its rounded lengths are not used. */
export const parseM3u = (text: string, { id }: { readonly id: string }): ImportedPlaylist => {
  const problems: Problem[] = [];
  const cues: SessionCueDocument[] = [];
  let name: string | null = null;
  for (const [index, written] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = written.trim();
    const said = /^#EXTINF:[^,]*,(.*)$/.exec(line);
    if (said) name = said[1].trim();
    if (line === '' || line.startsWith('#')) continue;
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(line))
      problems.push(
        warning(`line ${index + 1}`, `expected the path of a file, got ${describeValue(line)}, which is not fetched`),
      );
    cues.push({
      name: name || fileName(line),
      layers: [{ role: 'background', file: line }],
      follow: 'auto-follow',
    });
    name = null;
  }
  if (cues.length === 0) problems.push(error('', 'expected the path of a file on a line, got none'));
  return { document: isUsable(problems) ? { id, cues } : null, problems };
};

const fileName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

const TEXTS = ['id', 'number', 'name', 'notes', 'file', 'role', 'follow'] as const;
const NUMBERS = [
  'duration_seconds',
  'pre_wait_ms',
  'post_wait_ms',
  'gain_db',
  'volume',
  'fade_in_ms',
  'fade_out_ms',
] as const;
const COLUMNS = [...TEXTS, 'loop', ...NUMBERS] as const;
type Column = (typeof COLUMNS)[number];
const ALIASES: Readonly<Record<string, Column>> = {
  audio: 'file',
  duration: 'duration_seconds',
  cue: 'number',
  title: 'name',
};

/**
 * CSV with a header row: a cue for each row. A row without number and name adds a layer to the cue above it. A row with a
 * duration follows by itself, unless it says otherwise.
 */
export const parseCuelistCsv = (text: string, { id }: { readonly id: string }): ImportedPlaylist => {
  const problems: Problem[] = [];
  const delimiter = [',', ';', '\t'].find((each) =>
    columnsOf(parseDelimitedText(text, each).rows[0]?.cells).includes('file'),
  );
  if (delimiter === undefined) {
    problems.push(
      error('line 1', `expected a header row with the column file, and of ${COLUMNS.join(', ')} any others`),
    );
    return { document: null, problems };
  }
  const { rows, openQuote } = parseDelimitedText(text, delimiter);
  if (openQuote !== null) problems.push(error(`line ${openQuote}`, 'expected a closing ", got the end of the file'));
  const columns = columnsOf(rows[0].cells);
  columns.forEach((column, index) => {
    if (column === null && rows[0].cells[index].trim() !== '')
      problems.push(
        warning(
          'line 1',
          `expected the columns ${COLUMNS.join(', ')}; got ${describeValue(rows[0].cells[index].trim())}, which is left out`,
        ),
      );
  });
  const cues: SessionCueDocument[] = [];
  for (const { line, cells } of rows.slice(1)) {
    const row = readRow(columns, cells, line, problems);
    const layer = layerOf(row);
    const above = cues.at(-1);
    if (above?.layers && layer && row.name === undefined && row.number === undefined) above.layers.push(layer);
    else cues.push(cueOf(row, layer));
  }
  if (cues.length === 0) problems.push(error('', 'expected a row for each cue under the header, got none'));
  return { document: isUsable(problems) ? { id, cues } : null, problems };
};

type Row = { [key in (typeof TEXTS)[number]]?: string } & { [key in (typeof NUMBERS)[number]]?: number } & {
  loop?: boolean;
};

const columnsOf = (cells: readonly string[] | undefined): (Column | null)[] =>
  (cells ?? []).map((cell) => {
    const name = cell.trim().toLowerCase();
    return COLUMNS.find((column) => column === name) ?? (Object.hasOwn(ALIASES, name) ? ALIASES[name] : null);
  });

const readRow = (
  columns: readonly (Column | null)[],
  cells: readonly string[],
  line: number,
  problems: Problem[],
): Row => {
  const row: Record<string, unknown> = {};
  cells.forEach((written, index) => {
    const column = columns[index];
    const cell = written.trim();
    if (!column || cell === '') return;
    if (column === 'loop') row.loop = /^(yes|true|1|loop)$/i.test(cell);
    else if (!(NUMBERS as readonly string[]).includes(column)) row[column] = cell;
    else if (/^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(cell)) row[column] = Number(cell.replace(',', '.'));
    else problems.push(error(`line ${line}, ${column}`, `expected a number, got ${describeValue(cell)}`));
  });
  return row;
};

const layerOf = ({ file, role, gain_db, volume, fade_in_ms, fade_out_ms, loop }: Row): LayerDocument | null => {
  if (file === undefined) return null;
  const gain = gain_db ?? (volume === undefined ? undefined : Math.max(-200, 20 * Math.log10(volume)));
  return {
    role: (role === 'hypno' ? 'voice' : (role ?? 'background')) as LayerDocument['role'],
    file,
    ...(gain !== undefined && { gain_db: gain }),
    ...(fade_in_ms !== undefined && { fade_in_ms }),
    ...(fade_out_ms !== undefined && { fade_out_ms }),
    ...(loop && { loop: true }),
  };
};

const cueOf = (row: Row, layer: LayerDocument | null): SessionCueDocument => {
  const { id, number, name, notes, duration_seconds, pre_wait_ms, post_wait_ms } = row;
  const follow = row.follow ?? (duration_seconds === undefined ? 'stop' : 'auto-follow');
  const given = { id, number, name, notes, duration_seconds, pre_wait_ms, post_wait_ms };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(layer ? { layers: [layer] } : duration_seconds !== undefined ? { kind: 'placeholder' as const } : {}),
    follow: follow as SessionCueDocument['follow'],
  };
};
