import { changeFields, type EditDraft, find, insertByTime, listOf, nextId, removeAll } from './edit-draft.ts';
import { copyJson } from './json-patches.ts';
import type { EditOf } from './workout-edit.ts';

/** Edits of markers, and of what a workout says of itself. */

export const addMarker = (draft: EditDraft, { marker }: EditOf<'markers.add'>): string[] => {
  const list = listOf(draft, 'markers');
  const added = { ...copyJson(marker), id: nextId(marker.id, 'marker', list) };
  insertByTime(list, added, ({ time_ms }) => time_ms);
  return [added.id];
};

export const changeMarker = (draft: EditDraft, { id, change }: EditOf<'markers.change'>): string[] => {
  changeFields(find(draft, 'markers', id), change);
  return [id];
};

export const removeMarkers = (draft: EditDraft, { ids }: EditOf<'markers.remove'>): string[] => {
  removeAll(draft, 'markers', ids);
  return [];
};

export const changeWorkout = (draft: EditDraft, { change }: EditOf<'workout.change'>): string[] => {
  changeFields(draft.document, change);
  return [];
};
