import { changeFields, type EditDraft, find, nextId, refuse } from './edit-draft.ts';
import { copyJson } from './json-patches.ts';
import { describeValue } from './problem.ts';
import type { EditOf } from './workout-edit.ts';
import type { CueDocument, TakeDocument } from './workout-schema.ts';

/** Edits of a cue's recordings. Of each coach's takes, and of those for every coach, one at most is chosen. */

export const addTake = (draft: EditDraft, { cue: id, take }: EditOf<'takes.add'>): string[] => {
  const cue = find(draft, 'cues', id);
  cue.takes ??= [];
  const added: TakeDocument = { ...copyJson(take), id: nextId(take.id, 'take', cue.takes) };
  cue.takes.push(added);
  if (added.chosen) chooseTake(cue, added);
  return [id];
};

export const changeTake = (draft: EditDraft, { cue: id, id: takeId, change }: EditOf<'takes.change'>): string[] => {
  const cue = find(draft, 'cues', id);
  const take = findTake(cue, takeId);
  changeFields(take, change);
  if (take.chosen) chooseTake(cue, take);
  return [id];
};

/** Speaking the text again for one coach leaves a take for every coach chosen, which others may be heard with. */
export const chooseTakes = (draft: EditDraft, { cue: id, take, coach }: EditOf<'takes.choose'>): string[] => {
  const cue = find(draft, 'cues', id);
  if (take === null) for (const other of takesOf(cue, coach)) delete other.chosen;
  else chooseTake(cue, findTake(cue, take));
  return [id];
};

export const removeTake = (draft: EditDraft, { cue: id, id: takeId }: EditOf<'takes.remove'>): string[] => {
  const cue = find(draft, 'cues', id);
  const gone = findTake(cue, takeId);
  cue.takes = cue.takes?.filter((take) => take !== gone);
  if (cue.takes?.length === 0) delete cue.takes;
  return [id];
};

const findTake = (cue: CueDocument, id: string): TakeDocument =>
  cue.takes?.find((take) => take.id === id) ??
  refuse(`the id of a take of that cue, got ${describeValue(id)}`, { cue: cue.id, take: id });

const takesOf = (cue: CueDocument, coach: string | null): TakeDocument[] =>
  (cue.takes ?? []).filter((take) => (take.coach ?? null) === coach && take.chosen);

const chooseTake = (cue: CueDocument, take: TakeDocument): void => {
  for (const other of takesOf(cue, take.coach ?? null)) if (other !== take) delete other.chosen;
  take.chosen = true;
};
