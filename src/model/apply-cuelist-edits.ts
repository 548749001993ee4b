import { apply } from 'mutative';
import type { Cuelist } from './cuelist.ts';
import { impliedKind } from './cuelist-checks.ts';
import { readCuelistDocument } from './cuelist-document.ts';
import {
  type CuelistDraft,
  dropEmptied,
  findCue,
  insertAt,
  isWithin,
  NONE,
  nameNewCues,
  nameOfCue,
  outermost,
  placesIn,
  spotOf,
  takeOut,
} from './cuelist-draft.ts';
import type { CueChange, CuelistEdit } from './cuelist-edit.ts';
import { labelOfCuelistEdits } from './cuelist-edit-labels.ts';
import { everyCue, type NamedCue, withStableCueIds } from './cuelist-ids.ts';
import { cueAtPath } from './cuelist-problem.ts';
import type { CuelistDocument, SessionCueDocument } from './cuelist-schema.ts';
import { changeFields, nextIds, refuse } from './edit-draft.ts';
import { CueforgeError } from './failure.ts';
import { copyJson, type JsonPatch, jsonPatches, sameJson } from './json-patches.ts';
import { findDeepNesting } from './json-safety.ts';
import type { Problem } from './problem.ts';

export interface AppliedCuelistEdits {
  /** The new document; shares with the old one what did not change, and is the old one where nothing did. */
  readonly document: CuelistDocument;
  /** What the new document says, and what is to be said of it; null where nothing changed. */
  readonly read: { readonly cuelist: Cuelist; readonly problems: readonly Problem[] } | null;
  /** Patches for mutative's `apply`: from the old document to the new one, and back. Empty where nothing changed. */
  readonly patches: JsonPatch[];
  readonly inverse: JsonPatch[];
  /** As a menu says it. */
  readonly label: string;
  /** Ids of the cues that the edits are about and that are there now, then of others that changed by them and are not in those. */
  readonly touched: string[];
}

/**
 * Does edits to a cuelist document, in order, all or none. Pure: the document stays as it is, keys it does not know are
 * kept. Throws `bad-argument`, which names the cue, where an edit makes no sense or the result would not be a cuelist. The
 * first edit of a document writes the ids that its cues have so far by their place only. What acts on a cue that is
 * removed keeps its id: it does nothing until the cue is back, and the checks say so.
 */
export const applyCuelistEdits = (document: CuelistDocument, edits: readonly CuelistEdit[]): AppliedCuelistEdits => {
  const deep = findDeepNesting(edits);
  if (deep !== null) throw new CueforgeError('bad-argument', `This edit cannot be done: ${deep.message}.`);
  const stable = withStableCueIds(document);
  const draft: CuelistDraft = { document: copyJson(stable) };
  const about = edits.flatMap((edit) => applyEdit(draft, edit));
  const label = labelOfCuelistEdits(stable, edits);
  if (sameJson(stable, draft.document)) return { document, read: null, patches: [], inverse: [], label, touched: [] };
  const read = usable(draft.document);
  const patches = jsonPatches(document, draft.document);
  const places = placesIn(draft);
  const meant = [...new Set(about)].flatMap((id) => places.get(id) ?? []);
  const others = changedCues(stable, draft.document).filter((id) => !isWithin(places.get(id) ?? null, meant));
  return {
    document: apply(document as object, patches as never) as CuelistDocument,
    ...{ read, patches },
    inverse: jsonPatches(draft.document, document),
    label,
    touched: [...meant.map(({ cue }) => cue.id), ...others],
  };
};

/** Ids of cues that are new, in another group, or say something else than they did. A change inside a group is not its own. */
export const changedCues = (before: CuelistDocument, after: CuelistDocument): string[] => {
  const old = ownFields(before);
  return [...ownFields(after)].flatMap(([id, own]) => (sameJson(own, old.get(id)) ? [] : [id]));
};

const ownFields = (document: CuelistDocument): Map<string, object> =>
  new Map(
    [...placesIn({ document: withStableCueIds(document) })].map(([id, { cue, group }]) => [
      id,
      { ...cue, cues: null, group: group?.cue.id ?? null },
    ]),
  );

/** Does one edit; gives the ids of what it is about. */
const applyEdit = (draft: CuelistDraft, edit: CuelistEdit): string[] => {
  switch (edit.op) {
    case 'cues.add':
      return placeNew(draft, edit.cues.map(toNew), edit.to, true);
    case 'cues.change':
      return changeCues(draft, edit);
    case 'cues.move':
      return moveCues(draft, edit);
    case 'cues.copy':
      return copyCues(draft, edit);
    case 'cues.remove':
      return removeCues(draft, edit);
    case 'cues.group':
      return groupCues(draft, edit);
    case 'cues.ungroup':
      return ungroupCues(draft, edit);
    case 'list.change':
      return changeList(draft, edit);
  }
};

type EditOf<Op extends CuelistEdit['op']> = Extract<CuelistEdit, { op: Op }>;

/** A copy whose id, to come, stands first in the file. */
const toNew = (cue: SessionCueDocument): NamedCue => {
  const { id, cues, ...rest } = copyJson(cue);
  return { id: id ?? NONE, ...rest, ...(cues !== undefined && { cues: cues?.map(toNew) ?? null }) };
};

const placeNew = (
  draft: CuelistDraft,
  cues: readonly NamedCue[],
  to: EditOf<'cues.add'>['to'],
  keepIds: boolean,
): string[] => {
  const spot = spotOf(draft, to);
  nameNewCues(draft, cues, keepIds);
  insertAt(spot, cues);
  return cues.map(({ id }) => id);
};

const changeCues = (draft: CuelistDraft, { ids, change }: EditOf<'cues.change'>): string[] => {
  const places = placesIn(draft);
  for (const { cue } of new Set(ids.map((id) => findCue(places, id)))) {
    changeFields(cue, change);
    if (change.kind === undefined) letKindFollow(cue, change);
  }
  return ids;
};

/** A kind that the file states gives way where a change makes the cue another one: a placeholder that gets its sound. */
const letKindFollow = (cue: SessionCueDocument, change: CueChange): void => {
  const [gains, loses] = [change.layers ?? change.control, change.layers === null || change.control === null];
  if (gains != null && (cue.kind === 'placeholder' || cue.kind === 'memo')) delete cue.kind;
  if (loses && (cue.kind === 'sound' || cue.kind === 'control')) delete cue.kind;
};

const moveCues = (draft: CuelistDraft, { ids, to }: EditOf<'cues.move'>): string[] => {
  const moved = outermost(placesIn(draft), ids);
  const spot = spotOf(draft, to, moved);
  takeOut(moved);
  insertAt(
    spot,
    moved.map(({ cue }) => cue),
  );
  dropEmptied(moved);
  return moved.map(({ cue }) => cue.id);
};

/** Number and key name one cue each, so that copies have none. */
const copyCues = (draft: CuelistDraft, { ids, to }: EditOf<'cues.copy'>): string[] => {
  const copies = outermost(placesIn(draft), ids).map(({ cue }) => copyJson(cue));
  for (const cue of everyCue(copies)) {
    delete cue.number;
    delete cue.hotkey;
  }
  return placeNew(draft, copies, to, false);
};

const removeCues = (draft: CuelistDraft, { ids }: EditOf<'cues.remove'>): string[] => {
  const gone = outermost(placesIn(draft), ids);
  takeOut(gone);
  dropEmptied(gone);
  return [];
};

/** The group gives way as the last of its cues did; its cues say what they said. */
const groupCues = (draft: CuelistDraft, { ids, mode, name }: EditOf<'cues.group'>): string[] => {
  const held = outermost(placesIn(draft), ids);
  const last = held[held.length - 1].cue;
  const follows = last.follow === 'auto-follow' || (last.follow === 'auto-continue' && mode === 'together');
  const group: NamedCue = {
    id: nextIds('cue', everyCue(draft.document.cues))(null),
    ...(name.trim() && { name }),
    mode,
    cues: [],
    ...(follows && { follow: last.follow, ...(last.transition && { transition: copyJson(last.transition) }) }),
  };
  const [{ siblings, cue: first }] = held;
  siblings.splice(siblings.indexOf(first), 0, group);
  takeOut(held);
  group.cues = held.map(({ cue }) => cue);
  dropEmptied(held);
  return [group.id];
};

const ungroupCues = (draft: CuelistDraft, { ids }: EditOf<'cues.ungroup'>): string[] =>
  [...new Set(ids)].flatMap((id) => {
    const { cue, siblings } = findCue(placesIn(draft), id);
    if (impliedKind(cue) !== 'group') refuse(`a group, got “${nameOfCue(cue)}”, which is none`, { id });
    const held = (cue.cues ?? []) as NamedCue[];
    siblings.splice(siblings.indexOf(cue), 1, ...held);
    return held.map((each) => each.id);
  });

const changeList = ({ document }: CuelistDraft, { change }: EditOf<'list.change'>): string[] => {
  const { audio, ...fields } = change;
  changeFields(document, fields);
  if (audio === undefined) return [];
  const settings = { ...document.settings, audio: { ...document.settings?.audio } };
  changeFields(settings.audio, audio);
  document.settings = settings;
  return [];
};

/** What a document says. Refuses the edit that made it where it is no cuelist any more. */
const usable = (document: CuelistDocument): { cuelist: Cuelist; problems: readonly Problem[] } => {
  const { cuelist, problems } = readCuelistDocument(document);
  if (cuelist !== null) return { cuelist, problems };
  const first = problems.find(({ severity }) => severity === 'error') as Problem;
  const { cue, rest } = cueAtPath(document, first.path);
  const where = cue === null ? (first.path === '' ? '' : ` in ${first.path}`) : ` in “${nameOfCue(cue)}”, ${rest}`;
  throw new CueforgeError('bad-argument', `This edit cannot be done:${where} ${first.message}.`, {
    ...(cue?.id != null && { id: cue.id }),
    problems,
  });
};
