import type { CuePlace, SessionCueDocument } from '../../../src/model/index.ts';
import type { Clip } from '../../shortcuts/clipboard.ts';
import { countText } from '../../ui/figures.ts';
import { announce } from '../announce.tsx';
import { editList, useRun } from '../run-store.ts';
import { clipCues, cuesOfClip, soundCue } from './cue-clipboard.ts';
import { documentsOf } from './cue-documents.ts';
import { placeAfter, topmost } from './cue-rows.ts';
import { changesNothing, placeBeside } from './drop-target.ts';
import { chooseCues, useList } from './list-store.ts';

/** What can be done with the list in Edit mode. Each is one step of undo; what it makes is selected. */

/** Edit mode: the list may be changed. */
export const canEdit = (): boolean => {
  const { stage, view } = useRun.getState();
  return stage === 'open' && view?.armed !== true;
};

const chosen = () => {
  const { selection, steps } = useRun.getState();
  return topmost(selection, steps);
};

/** Right behind what was chosen last; else at the end. */
const placeHere = (): CuePlace => {
  const { lead, selection, steps } = useRun.getState();
  return placeAfter(steps.find(({ cue }) => cue.id === lead && selection.has(cue.id)) ?? null, steps);
};

export const addCues = async (
  cues: readonly SessionCueDocument[],
  to: CuePlace = placeHere(),
  label = `Add ${countText(cues.length, 'cue')}`,
): Promise<void> => {
  if (cues.length === 0 || !canEdit()) return;
  const { steps } = useRun.getState();
  const before = new Set(steps.map(({ cue }) => cue.id));
  const touched = await editList([{ op: 'cues.add', cues: [...cues], to }], { label });
  if (touched === null) return;
  const made = touched.filter((id) => !before.has(id));
  whenThere(made, () => chooseCues(made));
  announce(`${countText(cues.length, 'cue')} added`);
};

/** The list comes by its own event: what is chosen has to be in it. Gives up when another list is open. */
const whenThere = (ids: readonly string[], then: () => void): void => {
  const path = useRun.getState().list?.path;
  const isThere = (): boolean => {
    const known = new Set(useRun.getState().steps.map(({ cue }) => cue.id));
    return ids.every((id) => known.has(id));
  };
  if (isThere()) {
    then();
    return;
  }
  const stop = useRun.subscribe(({ list }) => {
    if (list?.path !== path) stop();
    else if (isThere()) {
      stop();
      then();
    }
  });
};

/** A cue per file. Roles are chosen afterwards: nothing here tells a voice from a bed. */
export const addFiles = (files: readonly string[], to?: CuePlace): Promise<void> =>
  addCues(
    files.map((file) => soundCue(file, 'generic')),
    to,
    `Add ${countText(files.length, 'sound')}`,
  );

/** A group around what is selected; of nothing selected a new one, with a memo in it, since a group is never empty. */
export const addGroup = async (): Promise<void> => {
  if (chosen().length > 0) await groupChosen();
  else
    await addCues(
      [{ kind: 'group', name: 'Group', mode: 'sequence', cues: [{ kind: 'memo', name: 'Drag cues here' }] }],
      placeHere(),
      'Add a group',
    );
};

export type ControlKind = 'fade' | 'stop' | 'pause' | 'resume' | 'jump';
const CONTROL_NAMES: Readonly<Record<ControlKind, string>> = {
  fade: 'Fade out',
  stop: 'Stop',
  pause: 'Pause',
  resume: 'Go on',
  jump: 'Jump',
};

/** A cue that acts on the one that is selected; of none, on all that sound. A jump goes to the first cue then. */
export const addControl = (does: ControlKind): Promise<void> => {
  const { lead, steps } = useRun.getState();
  const target = steps.find(
    ({ cue }) => cue.id === lead && cue.action.kind !== 'control' && cue.action.kind !== 'memo',
  );
  const jumpTo = does === 'jump' ? (target ?? steps[0]) : target;
  if (does === 'jump' && jumpTo === undefined) {
    announce('There is no cue to jump to yet');
    return Promise.resolve();
  }
  const fades = does === 'fade' || does === 'stop';
  const control = {
    does,
    ...(jumpTo ? { target: jumpTo.cue.id } : {}),
    ...(fades ? { duration_ms: does === 'fade' ? 4000 : 1000 } : {}),
  };
  const name = jumpTo ? `${CONTROL_NAMES[does]} · ${jumpTo.cue.name}` : CONTROL_NAMES[does];
  return addCues([{ kind: 'control', name, control }], placeHere(), `Add: ${CONTROL_NAMES[does].toLowerCase()}`);
};

export const addMemo = (): Promise<void> => addCues([{ kind: 'memo', name: 'Memo' }], placeHere(), 'Add a memo');

export const addPlaceholder = (): Promise<void> =>
  addCues([{ kind: 'placeholder', name: 'Still to come', duration_seconds: 60 }], placeHere(), 'Add a placeholder');

export const removeChosen = async (): Promise<void> => {
  const { steps } = useRun.getState();
  const gone = chosen();
  if (gone.length === 0 || !canEdit()) return;
  const last = gone.at(-1)?.index ?? 0;
  const ids = new Set(gone.map(({ cue }) => cue.id));
  const stays = (at: number): boolean => {
    for (let each: number | null = at; each !== null; each = steps[each].group)
      if (ids.has(steps[each].cue.id)) return false;
    return true;
  };
  const after =
    steps.find(({ index }) => index > last && stays(index)) ?? steps.filter(({ index }) => stays(index)).at(-1);
  const done = await editList([{ op: 'cues.remove', ids: [...ids] }], {
    label: `Delete ${countText(ids.size, 'cue')}`,
  });
  if (done === null) return;
  announce(`${countText(ids.size, 'cue')} deleted`);
  chooseCues(after ? [after.cue.id] : []);
};

export const duplicateChosen = async (): Promise<void> => {
  const cues = chosen();
  const last = cues.at(-1);
  if (!last || !canEdit()) return;
  const { steps } = useRun.getState();
  const before = new Set(steps.map(({ cue }) => cue.id));
  const touched = await editList(
    [{ op: 'cues.copy', ids: cues.map(({ cue }) => cue.id), to: placeAfter(last, steps) }],
    {
      label: `Duplicate ${countText(cues.length, 'cue')}`,
    },
  );
  const made = touched?.filter((id) => !before.has(id)) ?? [];
  whenThere(made, () => chooseCues(made));
};

export const moveTo = async (ids: ReadonlySet<string>, to: CuePlace): Promise<void> => {
  const { steps } = useRun.getState();
  if (!canEdit() || ids.size === 0 || changesNothing(to, ids, steps)) return;
  const moved = topmost(ids, steps).map(({ cue }) => cue.id);
  await editList([{ op: 'cues.move', ids: moved, to }], { label: `Move ${countText(moved.length, 'cue')}` });
};

export const moveChosen = async (by: -1 | 1): Promise<void> => {
  const { selection, steps } = useRun.getState();
  const to = placeBeside(selection, steps, by);
  if (to !== null) await moveTo(selection, to);
};

export const groupChosen = async (): Promise<void> => {
  const cues = chosen();
  if (cues.length === 0 || !canEdit()) return;
  const { steps } = useRun.getState();
  const before = new Set(steps.map(({ cue }) => cue.id));
  const ids = cues.map(({ cue }) => cue.id);
  const touched = await editList([{ op: 'cues.group', ids, mode: 'sequence', name: 'Group' }], {
    label: `Group ${countText(ids.length, 'cue')}`,
  });
  const made = touched?.filter((id) => !before.has(id)) ?? [];
  whenThere(made, () => {
    chooseCues(made);
    useList.setState({ renaming: made[0] ?? null });
  });
};

export const ungroupChosen = async (): Promise<void> => {
  const groups = chosen().filter(({ cue }) => cue.action.kind === 'group');
  if (groups.length === 0 || !canEdit()) return;
  const inner = groups.flatMap(({ cue }) => (cue.action.kind === 'group' ? cue.action.cues.map(({ id }) => id) : []));
  const done = await editList([{ op: 'cues.ungroup', ids: groups.map(({ cue }) => cue.id) }], {
    label: `Ungroup ${countText(groups.length, 'group')}`,
  });
  if (done !== null) chooseCues(inner);
};

export const rename = async (id: string, typed: string): Promise<void> => {
  useList.setState({ renaming: null });
  const name = typed.trim();
  const step = useRun.getState().steps.find(({ cue }) => cue.id === id);
  if (!step || name === '' || name === step.cue.name || !canEdit()) return;
  await editList([{ op: 'cues.change', ids: [id], change: { name } }], { label: `Rename to ${name}` });
};

/** What is selected, for the clipboard; null: nothing is. */
export const clipped = (): Clip | null => {
  const { list } = useRun.getState();
  const documents = documentsOf(list?.document ?? null);
  const cues = chosen()
    .map(({ index }) => documents[index])
    .filter((cue) => cue !== undefined);
  return cues.length === 0 || list === null ? null : clipCues(cues, list.path);
};

/** False: there is nothing to paste. */
export const paste = (given: Clip): boolean => {
  const { list } = useRun.getState();
  const cues = canEdit() && list ? cuesOfClip(given, list.path) : null;
  if (cues === null) return false;
  void addCues(cues, placeHere(), `Paste ${countText(cues.length, 'cue')}`);
  return true;
};

export const colorChosen = async (color: string | null): Promise<void> => {
  const { selection } = useRun.getState();
  if (selection.size === 0 || !canEdit()) return;
  await editList([{ op: 'cues.change', ids: [...selection], change: { color } }], {
    label: color === null ? 'Take the colour off' : `Colour ${countText(selection.size, 'cue')} ${color}`,
  });
};
