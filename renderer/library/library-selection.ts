/**
 * What is chosen in a list. `anchor` is where a range starts, `focus` the row that keys act on; both are indexes, null
 * while nothing was ever chosen. `focusId` is the asset of that row: it stays the same when the list around it changes.
 */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: number | null;
  readonly focus: number | null;
  readonly focusId: string | null;
}

export const NOTHING: Selection = { ids: new Set(), anchor: null, focus: null, focusId: null };

/** Only this row. */
export const only = (index: number, id: string): Selection => ({
  ids: new Set([id]),
  anchor: index,
  focus: index,
  focusId: id,
});

/** This row as well, or no longer. */
export const toggled = (selection: Selection, index: number, id: string): Selection => {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: index, focus: index, focusId: id };
};

/** Everything from the anchor to this row; `between` holds the ids of that range. */
export const extended = (selection: Selection, index: number, id: string, between: Iterable<string>): Selection => ({
  ids: new Set([...between, id]),
  anchor: selection.anchor ?? index,
  focus: index,
  focusId: id,
});

/** The range that a step to `index` covers, inclusive. */
export const rangeTo = (selection: Selection, index: number): { first: number; last: number } => {
  const anchor = selection.anchor ?? index;
  return { first: Math.min(anchor, index), last: Math.max(anchor, index) };
};

/** Without assets that are gone. */
export const without = (selection: Selection, gone: Iterable<string>): Selection => {
  const ids = new Set(selection.ids);
  for (const id of gone) ids.delete(id);
  const isGone = selection.focusId !== null && !ids.has(selection.focusId) && selection.ids.has(selection.focusId);
  return { ...selection, ids, focusId: isGone ? null : selection.focusId };
};
