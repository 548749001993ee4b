import type { CuePlace } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';
import { cueTitle } from '../perform/sounding.ts';
import { type CueRow, placeAfter, siblingsOf, topmost } from './cue-rows.ts';

/** Where cues would go if they were let go now. */
export interface DropTarget {
  readonly place: CuePlace;
  /** The line between two rows: above the row of this number. Null: into a group, whose row is marked. */
  readonly line: number | null;
  /** The group that is marked; null: none. */
  readonly into: number | null;
  /** How far the line is set in: groups around the place. */
  readonly depth: number;
  /** The place in words: `before 4 · Descent`. */
  readonly words: string;
}

/** Of a group's row so much at each end means beside it, what is between means into it. */
const EDGE = 0.28;

const called = ({ cue }: Step): string => cueTitle(cue);

/**
 * Where a pointer would drop cues: `at` in rows from the top of the list, 2.5 is the middle of the third. Null where they may
 * not go, into themselves. `moved`: ids of what is dragged; none for what comes from outside.
 */
export const dropTarget = (
  rows: readonly CueRow[],
  steps: readonly Step[],
  at: number,
  moved: ReadonlySet<string> = new Set(),
): DropTarget | null => {
  const over = Math.max(0, Math.floor(at));
  const row = rows[over];
  const end: DropTarget = {
    place: { group: null, before: null },
    line: rows.length,
    into: null,
    depth: 0,
    words: 'at the end',
  };
  if (row === undefined) return end;
  const part = at - over;
  const { step, depth } = row;
  const inside = isWithin(step, steps, moved);
  if (row.folded !== null && !inside && part > EDGE && part < 1 - EDGE) {
    const place: CuePlace = { group: step.cue.id, before: null };
    return { place, line: null, into: over, depth: depth + 1, words: `into ${called(step)}` };
  }
  const target = part < 0.5 ? before(row, over, steps, moved) : after(row, over, steps, moved);
  return isWithin(groupOf(target.place, steps), steps, moved) ? null : target;
};

const before = (
  { step, depth }: CueRow,
  over: number,
  steps: readonly Step[],
  moved: ReadonlySet<string>,
): DropTarget => {
  const siblings = siblingsOf(step, steps);
  const next = siblings.slice(siblings.indexOf(step)).find(({ cue }) => !moved.has(cue.id));
  const group = step.group === null ? null : steps[step.group].cue.id;
  const place: CuePlace = { group, before: next?.cue.id ?? null };
  return { place, line: over, into: null, depth, words: `before ${called(step)}` };
};

/** Behind an open group's own row is before the first that it holds. */
const after = (row: CueRow, over: number, steps: readonly Step[], moved: ReadonlySet<string>): DropTarget => {
  const { step, depth, folded } = row;
  if (folded === false) {
    const first = step.children.map((index) => steps[index]).find(({ cue }) => !moved.has(cue.id));
    const place: CuePlace = { group: step.cue.id, before: first?.cue.id ?? null };
    return { place, line: over + 1, into: null, depth: depth + 1, words: `first in ${called(step)}` };
  }
  return { place: placeAfter(step, steps, moved), line: over + 1, into: null, depth, words: `after ${called(step)}` };
};

const groupOf = ({ group }: CuePlace, steps: readonly Step[]): Step | null =>
  group === null ? null : (steps.find(({ cue }) => cue.id === group) ?? null);

/** Whether a cue, or a group around it, is among those that are moved. */
const isWithin = (step: Step | null, steps: readonly Step[], moved: ReadonlySet<string>): boolean => {
  for (let each = step; each !== null; each = each.group === null ? null : steps[each.group])
    if (moved.has(each.cue.id)) return true;
  return false;
};

/** A move that leaves every cue where it is. */
export const changesNothing = (place: CuePlace, moved: ReadonlySet<string>, steps: readonly Step[]): boolean => {
  const chosen = topmost(moved, steps);
  const group = groupOf(place, steps);
  const siblings = group === null ? steps.filter((step) => step.group === null) : group.children.map((at) => steps[at]);
  if (chosen.some((step) => !siblings.includes(step))) return false;
  const rest = siblings.filter((step) => !chosen.includes(step));
  const at = place.before === null ? rest.length : rest.findIndex(({ cue }) => cue.id === place.before);
  return [...rest.slice(0, at), ...chosen, ...rest.slice(at)].every((step, index) => step === siblings[index]);
};

/** One place up or down among its neighbours; null: it is at that end. `by`: -1 up, 1 down. */
export const placeBeside = (ids: ReadonlySet<string>, steps: readonly Step[], by: -1 | 1): CuePlace | null => {
  const chosen = topmost(ids, steps);
  const edge = by < 0 ? chosen[0] : chosen.at(-1);
  if (!edge || chosen.some(({ group }) => group !== edge.group)) return null;
  const siblings = siblingsOf(edge, steps);
  const next = siblings[siblings.indexOf(edge) + by];
  if (!next) return null;
  const group = edge.group === null ? null : steps[edge.group].cue.id;
  return by < 0 ? { group, before: next.cue.id } : placeAfter(next, steps, ids);
};
