import type { Selection } from '../edit-store.ts';
import { NOTHING_SELECTED } from '../edit-store.ts';

/** Cues in the order they sound: what a range runs over. */
export type CueOrder = readonly string[];

export const onlyCue = (id: string): Selection => ({ ...NOTHING_SELECTED, cues: new Set([id]), lead: id });

/** This cue as well, or no longer; the lead is then the one that was chosen before it. */
export const toggledCue = ({ cues }: Selection, id: string): Selection => {
  const next = new Set(cues);
  if (!next.delete(id)) next.add(id);
  return { ...NOTHING_SELECTED, cues: next, lead: next.has(id) ? id : ([...next].at(-1) ?? null) };
};

/** Everything from the lead to this cue. The lead stays, so that the next Shift runs from the same end. */
export const extendedTo = ({ lead }: Selection, order: CueOrder, id: string): Selection => {
  const [from, to] = [lead === null ? -1 : order.indexOf(lead), order.indexOf(id)];
  if (to < 0) return lead === null ? NOTHING_SELECTED : onlyCue(lead);
  if (from < 0) return onlyCue(id);
  const cues = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ...NOTHING_SELECTED, cues: new Set(cues), lead };
};

/**
 * What a press on a cue chooses. A plain press on one of several that are chosen keeps them, so that they can be
 * dragged together; it becomes `onlyCue` when nothing was dragged.
 */
export const pressedCue = (
  selection: Selection,
  order: CueOrder,
  id: string,
  { shift, mod }: { shift: boolean; mod: boolean },
): Selection => {
  if (shift) return extendedTo(selection, order, id);
  if (mod) return selection.cues.has(id) ? { ...selection, lead: id } : toggledCue(selection, id);
  return selection.cues.has(id) ? { ...NOTHING_SELECTED, cues: selection.cues, lead: id } : onlyCue(id);
};

/** What a marquee chooses: what it touches; with Shift or Mod as well as what was chosen before. */
export const marqueed = (before: Selection, touched: readonly string[], adds: boolean): Selection => {
  const cues = new Set([...(adds ? before.cues : []), ...touched]);
  const lead = adds && before.lead !== null && cues.has(before.lead) ? before.lead : (touched[0] ?? null);
  return { ...NOTHING_SELECTED, cues, lead: lead ?? [...cues][0] ?? null };
};

/** The far end of a range: of its first and last cue the one that is not the lead. */
const farEnd = ({ cues, lead }: Selection, order: CueOrder): string | null => {
  const chosen = order.filter((id) => cues.has(id));
  return (chosen[0] === lead ? chosen.at(-1) : chosen[0]) ?? null;
};

/**
 * The selection one cue further: `steps` is +1 or −1. With nothing chosen, the cue at `from` on in that direction.
 * `extend` moves the far end of the range.
 */
export const steppedCue = (
  selection: Selection,
  order: CueOrder,
  steps: 1 | -1,
  { extend, from }: { extend: boolean; from: string | null },
): Selection => {
  if (order.length === 0) return NOTHING_SELECTED;
  const here = extend ? farEnd(selection, order) : selection.lead;
  if (here === null || !order.includes(here)) return onlyCue(from ?? order[steps > 0 ? 0 : order.length - 1]!);
  const next = order[Math.max(0, Math.min(order.length - 1, order.indexOf(here) + steps))]!;
  return extend ? extendedTo(selection, order, next) : onlyCue(next);
};
