import { useSyncExternalStore } from 'react';
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

/**
 * How much room there is: `wide` has three columns; in `narrow` the shelves become a list to choose from; in `slim`, as at
 * 200 % zoom, the inspector stands under the sounds.
 */
export type RoomWidth = 'wide' | 'narrow' | 'slim';

const WIDE = window.matchMedia('(min-width: 1000px)');
const NARROW = window.matchMedia('(min-width: 760px)');

const listen = (changed: () => void): (() => void) => {
  for (const query of [WIDE, NARROW]) query.addEventListener('change', changed);
  return () => {
    for (const query of [WIDE, NARROW]) query.removeEventListener('change', changed);
  };
};
const look = (): RoomWidth => (WIDE.matches ? 'wide' : NARROW.matches ? 'narrow' : 'slim');

export const useRoomWidth = (): RoomWidth => useSyncExternalStore(listen, look);
