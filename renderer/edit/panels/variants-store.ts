import { create } from 'zustand';
import type { Variant, VariantDocument, Workout, WorkoutDocument } from '../../../src/model/index.ts';
import { takesCue } from '../../../src/model/index.ts';
import { edit, useEditor } from '../edit-store.ts';
import { hearVariant } from '../mix-transport.ts';

/** Which variant's recipe is shown beside the matrix; null: the one that is heard. */
export const useShownVariant = create<{ readonly variant: string | null }>()(() => ({ variant: null }));
export const showVariant = (variant: string | null): void => useShownVariant.setState({ variant });

/** The variant whose recipe is shown. */
export const shownVariant = (workout: Workout, shown: string | null, heard: string): Variant | null => {
  const of = (id: string | null) => workout.variants.find((variant) => variant.id === id);
  return of(shown) ?? of(heard) ?? workout.variants[0] ?? null;
};

/** A variant as the file writes it; a file that declares none has the one it is exported as. */
export const writtenVariant = (document: WorkoutDocument | null, { id, name }: Variant): VariantDocument =>
  document?.variants?.find((variant) => variant.id === id) ?? { id, name };

export type VariantChange = Partial<Omit<VariantDocument, 'id'>>;

export const changeVariant = (id: string, change: VariantChange, merge: string | null = null) =>
  edit([{ op: 'variants.change', id, change }], { merge });

/** What a new thing is called that has this name already: `Ana copy`, `Ana copy 2`. */
export const freeName = (wanted: string, taken: readonly string[]): string => {
  if (!taken.includes(wanted)) return wanted;
  let n = 2;
  while (taken.includes(`${wanted} ${n}`)) n++;
  return `${wanted} ${n}`;
};

/** The id that was made, shown and heard. */
const showNew = (touched: readonly string[] | null): void => {
  const { workout } = useEditor.getState();
  const made = workout?.variants.find(({ id }) => touched?.includes(id));
  if (!made) return;
  showVariant(made.id);
  hearVariant(made.id);
};

export const addVariant = async (workout: Workout): Promise<void> => {
  const names = workout.variants.map(({ name }) => name);
  const name = freeName('New variant', names);
  const free = { name } as VariantDocument;
  showNew(await edit([{ op: 'variants.add', variant: { ...free, id: newId('variant', workout.variants) } }]));
};

export const duplicateVariant = async (workout: Workout, written: VariantDocument): Promise<void> => {
  const names = workout.variants.map(({ name }) => name);
  const name = freeName(`${written.name ?? written.id} copy`, names);
  const variant = { ...written, id: newId(written.id, workout.variants), name };
  showNew(await edit([{ op: 'variants.add', variant }], { label: `Duplicate ${written.name ?? written.id}` }));
};

/** The one beside it is shown and heard then. */
export const removeVariant = async (workout: Workout, id: string): Promise<void> => {
  const at = workout.variants.findIndex((variant) => variant.id === id);
  const next = workout.variants[at + 1] ?? workout.variants[at - 1];
  if (next && useEditor.getState().variant === id) hearVariant(next.id);
  await edit([{ op: 'variants.remove', id }]);
  showVariant(next?.id ?? null);
};

/** An id that is not taken, as ids are written. */
export const newId = (wanted: string, taken: readonly { readonly id: string }[]): string => {
  const ids = new Set(taken.map(({ id }) => id.toLowerCase()));
  const base = wanted.replace(/-\d+$/, '').slice(0, 70);
  let n = 1;
  while (ids.has(`${base}-${n}`.toLowerCase())) n++;
  return `${base}-${n}`;
};

/** Whether a variant takes all cues, none, or some. */
export const takenShare = ({ cues }: Variant, workout: Workout): 'all' | 'none' | 'some' => {
  const taken = workout.cues.filter((cue) => takesCue(cues, cue)).length;
  return taken === workout.cues.length ? 'all' : taken === 0 ? 'none' : 'some';
};

/** All levels, or tags, that cues of the workout have, in the order they first come. */
export const levelsOf = (workout: Workout): string[] => [...new Set(workout.cues.flatMap(({ level }) => level ?? []))];
export const tagsOf = (workout: Workout): string[] => [...new Set(workout.cues.flatMap(({ tags }) => tags))];
