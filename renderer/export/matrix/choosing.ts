import type { Sheet, SheetCell } from './sheet.ts';

/** What is chosen on the sheet. */
export interface Choice {
  /** Keys of cells. */
  readonly keys: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | null;
  /** What the keys of the keyboard act on: a cell's key, or the path of a workout, whose cells are all chosen then. */
  readonly focus: string | null;
}

export const NOTHING: Choice = { keys: new Set(), anchor: null, focus: null };

/** Column -1 is the workout itself. */
interface Place {
  readonly row: number;
  readonly column: number;
}

const placeOf = ({ rows }: Sheet, key: string | null): Place | null => {
  if (key === null) return null;
  for (const [row, { workout, cells }] of rows.entries()) {
    if (workout.path === key) return { row, column: -1 };
    const column = cells.findIndex((cell) => cell?.key === key);
    if (column >= 0) return { row, column };
  }
  return null;
};

/** Key of what stands at a place; null: nothing does. */
const keyAt = ({ rows }: Sheet, { row, column }: Place): string | null => {
  const there = rows[row];
  if (!there) return null;
  return column < 0 ? there.workout.path : (there.cells[column]?.key ?? null);
};

/** The row in which something stands; -1: it does not. */
export const rowOf = (sheet: Sheet, key: string | null): number => placeOf(sheet, key)?.row ?? -1;

const within = ({ rows, columns }: Sheet, from: Place, to: Place): string[] => {
  // A workout stands for all that it has.
  const whole = from.column < 0 || to.column < 0;
  const [top, bottom] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
  const left = whole ? 0 : Math.min(from.column, to.column);
  const right = whole ? columns.length - 1 : Math.max(from.column, to.column);
  return rows
    .slice(top, bottom + 1)
    .flatMap(({ cells }) => cells.slice(left, right + 1).flatMap((cell) => (cell ? [cell.key] : [])));
};

/** Cells that a key stands for. */
const covered = (sheet: Sheet, key: string): string[] => {
  const place = placeOf(sheet, key);
  return place ? within(sheet, place, place) : [];
};

/** Only this. */
export const only = (sheet: Sheet, key: string): Choice => ({
  keys: new Set(covered(sheet, key)),
  anchor: key,
  focus: key,
});

/** This as well, or no longer. Of a workout all, unless all are chosen already. */
export const toggled = (sheet: Sheet, choice: Choice, key: string): Choice => {
  const keys = new Set(choice.keys);
  const here = covered(sheet, key);
  const all = here.every((each) => keys.has(each));
  for (const each of here) {
    if (all) keys.delete(each);
    else keys.add(each);
  }
  return { keys, anchor: key, focus: key };
};

/** Everything between where the range begins and this. */
export const extended = (sheet: Sheet, choice: Choice, key: string): Choice => {
  const to = placeOf(sheet, key);
  const from = placeOf(sheet, choice.anchor ?? choice.focus) ?? to;
  return to && from ? { keys: new Set(within(sheet, from, to)), anchor: keyAt(sheet, from), focus: key } : choice;
};

/** The focus elsewhere, with what is chosen as it is. */
export const looking = (choice: Choice, key: string): Choice => ({ ...choice, focus: key });

export const everything = (sheet: Sheet, choice: Choice): Choice => ({
  ...choice,
  keys: new Set(sheet.rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell ? [cell.key] : [])))),
});

/** Where an arrow key leads from something, over holes; the same where it leads nowhere. Null: the sheet is empty. */
export const stepFrom = (sheet: Sheet, key: string | null, down: number, right: number): string | null => {
  const from = placeOf(sheet, key);
  if (!from) return sheet.rows[0]?.workout.path ?? null;
  if (down !== 0) {
    const last = sheet.rows.length - 1;
    const far = Math.min(last, Math.max(0, from.row + down));
    // A step further than one lands where it can, back towards where it began.
    const back = down > 0 ? -1 : 1;
    for (let row = far; row !== from.row; row += back) {
      const there = keyAt(sheet, { row, column: from.column });
      if (there !== null) return there;
    }
    if (Math.abs(down) > 1) return key;
    for (let row = far + down; row >= 0 && row <= last; row += down) {
      const there = keyAt(sheet, { row, column: from.column });
      if (there !== null) return there;
    }
    return key;
  }
  const by = Math.sign(right);
  if (by === 0) return key;
  let found = key;
  for (let column = from.column + by; column >= -1 && column < sheet.columns.length; column += by) {
    const there = keyAt(sheet, { row: from.row, column });
    if (there === null) continue;
    found = there;
    if (Math.abs(right) === 1) break;
  }
  return found;
};

/** Without what is not on the sheet any more. */
export const present = (sheet: Sheet, choice: Choice): Choice => {
  const there = new Set(sheet.rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell ? [cell.key] : []))));
  const known = (key: string | null): string | null => (placeOf(sheet, key) === null ? null : key);
  const keys = [...choice.keys].filter((key) => there.has(key));
  const [anchor, focus] = [known(choice.anchor), known(choice.focus)];
  return keys.length === choice.keys.size && anchor === choice.anchor && focus === choice.focus
    ? choice
    : { keys: new Set(keys), anchor, focus };
};

/** The cells that are chosen, as they stand. */
export const chosenCells = (sheet: Sheet, { keys }: Choice): SheetCell[] =>
  sheet.rows.flatMap(({ cells }) => cells.filter((cell) => cell !== null && keys.has(cell.key)) as SheetCell[]);
