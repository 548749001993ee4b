/**
 * Delimited text (RFC 4180: CSV and its kin) as rows of cells with the line each row starts on. Cells in double quotes
 * may hold delimiters, line ends and doubled quotes. Empty lines are no rows. Written here because the types of
 * csv-parse bring Node's into the pure zone.
 */
export interface DelimitedText {
  readonly rows: readonly DelimitedRow[];
  /** Line of a quote that is never closed; null: none. */
  readonly openQuote: number | null;
}

export interface DelimitedRow {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export const parseDelimitedText = (text: string, delimiter: string): DelimitedText => {
  const rows: DelimitedRow[] = [];
  const plainEnd = new RegExp(`[${delimiter === '\t' ? '\\t' : delimiter}\\r\\n]`, 'g');
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let rowLine = 1;
  let cells: string[] = [];
  let openQuote: number | null = null;

  const plain = (): string => {
    plainEnd.lastIndex = at;
    const end = plainEnd.exec(text)?.index ?? text.length;
    const cell = text.slice(at, end);
    at = end;
    return cell;
  };
  const quoted = (): string => {
    const started = line;
    let cell = '';
    at += 1;
    for (;;) {
      const end = text.indexOf('"', at);
      if (end === -1) {
        openQuote ??= started;
        cell += text.slice(at);
        at = text.length;
        return cell;
      }
      const stretch = text.slice(at, end);
      line += stretch.match(/\r\n|\r|\n/g)?.length ?? 0;
      cell += stretch;
      at = end + 1;
      if (text[at] !== '"') return cell + plain();
      cell += '"';
      at += 1;
    }
  };
  const blank = /[ ]*(?=")/y;

  while (at < text.length) {
    blank.lastIndex = at;
    if (blank.test(text)) at = blank.lastIndex;
    cells.push(text[at] === '"' ? quoted() : plain());
    if (text[at] === delimiter) {
      at += 1;
      if (at < text.length) continue;
      cells.push('');
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    line += 1;
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: rowLine, cells });
    cells = [];
    rowLine = line;
  }
  return { rows, openQuote };
};
