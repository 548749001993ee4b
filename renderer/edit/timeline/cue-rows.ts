import { lastBefore } from './hit-test.ts';

/** Cues stand above each other in so many rows at most; what finds no room stands in the last one. */
const ROWS_MOST = 3;

interface Spoken {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly taken: boolean;
}

/**
 * A row for each cue, by id, so that none hides another: the first row where it has room. Cues that are heard are
 * seated first, so they stand in the first row wherever they do not overlap each other.
 */
export const seatCues = (cues: readonly Spoken[]): ReadonlyMap<string, number> => {
  const rows: Spoken[][] = [[]];
  const seats = new Map<string, number>();
  const byStart = [...cues].sort((a, b) => a.start - b.start);
  for (const cue of [...byStart.filter(({ taken }) => taken), ...byStart.filter(({ taken }) => !taken)]) {
    let seat = rows.findIndex((row) => hasRoom(row, cue));
    if (seat < 0) seat = rows.length < ROWS_MOST ? rows.push([]) - 1 : ROWS_MOST - 1;
    const row = rows[seat];
    row.splice(lastBefore(row, cue.start, ({ start }) => start) + 1, 0, cue);
    seats.set(cue.id, seat);
  }
  return seats;
};

const hasRoom = (row: readonly Spoken[], cue: Spoken): boolean => {
  const before = lastBefore(row, cue.start, ({ start }) => start);
  const [left, right] = [row[before], row[before + 1]];
  return (left === undefined || left.end <= cue.start) && (right === undefined || cue.end <= right.start);
};

/** Ids of cues that speak while another speaks. `cues` by start. */
export const collisions = (cues: readonly Spoken[]): ReadonlySet<string> => {
  const found = new Set<string>();
  let reaching: Spoken | null = null;
  for (const cue of cues) {
    if (!cue.taken) continue;
    if (reaching && cue.start < reaching.end) found.add(cue.id).add(reaching.id);
    if (!reaching || cue.end > reaching.end) reaching = cue;
  }
  return found;
};
