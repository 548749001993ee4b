import { takesCue } from './cue-selection.ts';
import {
  changeFields,
  type EditDraft,
  find,
  findAll,
  listOf,
  newId,
  readList,
  refuse,
  removeAll,
} from './edit-draft.ts';
import { copyJson } from './json-patches.ts';
import { COACHED } from './workout-document.ts';
import type { EditOf } from './workout-edit.ts';
import { slug } from './zwo.ts';

/** Edits of coaches, and of the variants that they are heard in. */

export const addCoach = (draft: EditDraft, { coach }: EditOf<'coaches.add'>): string[] => {
  const list = listOf(draft, 'coaches');
  const added = { ...copyJson(coach), id: newId(coach.id, coach.name == null ? 'coach' : slug(coach.name), list) };
  list.push(added);
  return [added.id];
};

export const changeCoach = (draft: EditDraft, { id, change }: EditOf<'coaches.change'>): string[] => {
  changeFields(find(draft, 'coaches', id), change);
  return [id];
};

/**
 * Variants of a coach that goes are spoken by the first one. The coach's takes stay, of no coach and not chosen: no other
 * coach is ever heard with their voice by surprise.
 */
export const removeCoach = (draft: EditDraft, { id }: EditOf<'coaches.remove'>): string[] => {
  removeAll(draft, 'coaches', [id]);
  for (const variant of readList(draft, 'variants')) if (variant.coach === id) delete variant.coach;
  for (const take of readList(draft, 'cues').flatMap(({ takes }) => takes ?? [])) {
    if (take.coach !== id) continue;
    delete take.coach;
    delete take.chosen;
  }
  return [];
};

export const addVariant = (draft: EditDraft, { variant }: EditOf<'variants.add'>): string[] => {
  const list = declaredVariants(draft);
  const wanted = variant.name == null ? 'variant' : slug(variant.name);
  // Ids of variants name files, and these two are taken.
  const free = wanted === 'music' || wanted === 'coaching' ? `${wanted}-2` : wanted;
  const lower = list.map(({ id }) => ({ id: id.toLowerCase() }));
  const added = { ...copyJson(variant), id: newId(variant.id, free, lower) };
  list.push(added);
  return [added.id];
};

export const changeVariant = (draft: EditDraft, { id, change }: EditOf<'variants.change'>): string[] => {
  declaredVariants(draft);
  changeFields(find(draft, 'variants', id), change);
  return [id];
};

export const removeVariant = (draft: EditDraft, { id }: EditOf<'variants.remove'>): string[] => {
  if (declaredVariants(draft).length === 1 && find(draft, 'variants', id))
    refuse('another variant that stays: a workout has one at least');
  removeAll(draft, 'variants', [id]);
  return [];
};

export const takeInVariant = (draft: EditDraft, { id, cues: ids, taken }: EditOf<'variants.take'>): string[] => {
  const own = readList(draft, 'variants').find((variant) => variant.id === id)?.cues;
  const except = new Set(own?.except);
  const selection = { tags: own?.tags ?? null, levels: own?.levels ?? null, except: [...except] };
  const others = findAll(draft, 'cues', ids).filter(
    (cue) => takesCue(selection, { id: cue.id, level: cue.level ?? null, tags: cue.tags ?? [] }) !== taken,
  );
  if (others.length > 0) declaredVariants(draft);
  else if (readList(draft, 'variants').length === 0 && id === COACHED.id) return [];
  const variant = find(draft, 'variants', id);
  if (others.length === 0) return [id];
  for (const cue of others) if (!except.delete(cue.id)) except.add(cue.id);
  if (except.size > 0) variant.cues = { ...variant.cues, except: [...except] };
  else if (variant.cues != null) delete variant.cues.except;
  return [id, ...ids];
};

/** The variants, declared: a document that declares none has the one that it is exported as. */
const declaredVariants = (draft: EditDraft) => {
  const list = listOf(draft, 'variants');
  if (list.length === 0) list.push({ id: COACHED.id, name: COACHED.name });
  return list;
};
