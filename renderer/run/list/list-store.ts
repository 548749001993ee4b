import { create } from 'zustand';
import { useRun } from '../run-store.ts';
import { type CueRow, cueRows, rowOf } from './cue-rows.ts';
import type { DropTarget } from './drop-target.ts';

/** What this window shows of the list, for itself. */
export interface ListState {
  /** Ids of the groups that are folded. */
  readonly folded: ReadonlySet<string>;
  /** Where Shift begins; null: nowhere yet. */
  readonly anchor: string | null;
  /** The cue whose name is being written; null: none. */
  readonly renaming: string | null;
  /** Ids of the cues that are dragged; null: none are. */
  readonly dragged: ReadonlySet<string> | null;
  /** Where what is dragged would go; null: nowhere. */
  readonly drop: DropTarget | null;
}

export const useList = create<ListState>()(() => ({
  folded: new Set(),
  anchor: null,
  renaming: null,
  dragged: null,
  drop: null,
}));

let last: { from: readonly unknown[]; rows: readonly CueRow[] } | null = null;

/** The lines in sight, as they are now. */
export const rowsNow = (): readonly CueRow[] => {
  const { steps, list } = useRun.getState();
  const { folded } = useList.getState();
  const from = [steps, list, folded];
  if (last === null || last.from.some((each, at) => each !== from[at]))
    last = { from, rows: cueRows(steps, list?.cues ?? [], folded) };
  return last.rows;
};

export const fold = (id: string, folded: boolean): void =>
  useList.setState((state) => {
    const next = new Set(state.folded);
    if (folded) next.add(id);
    else next.delete(id);
    return { folded: next };
  });

/** Folds or opens all groups. */
export const foldAll = (folded: boolean): void =>
  useList.setState({
    folded: new Set(
      folded ? useRun.getState().steps.flatMap(({ cue }) => (cue.action.kind === 'group' ? [cue.id] : [])) : [],
    ),
  });

/** `only`: it alone; `toggle`: it too, or not any more; `extend`: all from where Shift begins; `lead`: it is looked at only. */
export type Reach = 'only' | 'toggle' | 'extend' | 'lead';

/** What is chosen after a cue was, among the ids in sight. */
export const chosenAfter = (
  ids: readonly string[],
  { selection, anchor }: { readonly selection: ReadonlySet<string>; readonly anchor: string | null },
  id: string,
  reach: Reach,
): { readonly selection: ReadonlySet<string>; readonly anchor: string | null } => {
  if (reach === 'lead') return { selection, anchor };
  if (reach === 'only') return { selection: new Set([id]), anchor: id };
  if (reach === 'toggle') {
    const next = new Set(selection);
    if (!next.delete(id)) next.add(id);
    return { selection: next, anchor: id };
  }
  const [from, to] = [ids.indexOf(anchor ?? id), ids.indexOf(id)];
  if (from < 0 || to < 0) return { selection: new Set([id]), anchor: id };
  return { selection: new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1)), anchor };
};

export const choose = (id: string, reach: Reach): void => {
  const ids = rowsNow().map(({ step }) => step.cue.id);
  const { selection } = useRun.getState();
  const next = chosenAfter(ids, { selection, anchor: useList.getState().anchor }, id, reach);
  useList.setState({ anchor: next.anchor ?? id });
  useRun.setState({ selection: next.selection, lead: id });
};

/** Chooses these cues; groups around them open, so that they are in sight. */
export const chooseCues = (ids: readonly string[]): void => {
  const { steps } = useRun.getState();
  const folded = new Set(useList.getState().folded);
  for (const { cue, group } of steps) {
    if (!ids.includes(cue.id)) continue;
    for (let at = group; at !== null; at = steps[at].group) folded.delete(steps[at].cue.id);
  }
  useList.setState({ folded, anchor: ids[0] ?? null });
  useRun.setState({ selection: new Set(ids), lead: ids[0] ?? null });
};

export const chooseAll = (): void => {
  const { steps, lead } = useRun.getState();
  useRun.setState({ selection: new Set(steps.map(({ cue }) => cue.id)), lead: lead ?? steps[0]?.cue.id ?? null });
};

export const chooseNothing = (): void => {
  useList.setState({ anchor: null });
  useRun.setState({ selection: new Set(), lead: null });
};

/** Goes by lines from the one that is looked at. */
export const stepBy = (by: number, reach: Reach): void => {
  const rows = rowsNow();
  const { lead, steps } = useRun.getState();
  const at = lead === null ? null : rowOf(rows, steps, lead);
  const to = at === null ? (by < 0 ? rows.length - 1 : 0) : Math.max(0, Math.min(rows.length - 1, at + by));
  const row = rows[to];
  if (row) choose(row.step.cue.id, reach);
};
