import { readKept, writeKept } from '../state/kept.ts';

/** Widths of the room's columns in percent, by their names. */
type Widths = Record<string, number>;

const NAME = 'library.widths';
const COLUMNS = ['shelves', 'sounds', 'inspector'];

/** The widths this window was left with; undefined: those of the design. */
export const readWidths = (): Widths | undefined => {
  try {
    const kept: unknown = JSON.parse(readKept(NAME) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return undefined;
    const widths = kept as Widths;
    return COLUMNS.every((column) => Number.isFinite(widths[column])) ? widths : undefined;
  } catch {
    return undefined;
  }
};

export const writeWidths = (widths: Widths): void => writeKept(NAME, JSON.stringify(widths));
