import { dirname, extname, parse, resolve } from 'node:path';
import { makeFolder } from '../media/index.ts';
import {
  CueforgeError,
  type Exported,
  readWorkoutDocument,
  serializeWorkoutFile,
  slug,
  toCueSheet,
  toZwo,
  type Workout,
} from '../model/index.ts';
import { selectCues } from '../plan/index.ts';
import { captionsOf } from './captions.ts';
import type { EditedWorkout, WorkoutMaterials } from './editor-ports.ts';
import { movedDocument } from './moved-document.ts';
import { numberedNames, writeBeside, writeNew } from './write-beside.ts';

export interface ExportForm {
  readonly form: 'vtt' | 'csv' | 'zwo' | 'json';
  /** Only what this variant says; null: every cue. A copy has everything. */
  readonly variant: string | null;
  /** A file; null: beside the workout, under a name that is free. */
  readonly to: string | null;
}

/**
 * Writes a workout as it is edited in another form: captions, a cue sheet, a Zwift workout, or a copy. A file that is
 * named is written over, unless it is a workout that somebody works on (`isWorkout`). Returns where it is, and what could
 * not be said in that form.
 */
export const exportAs = async (
  edited: EditedWorkout,
  wanted: ExportForm,
  materials: WorkoutMaterials,
  isWorkout: (path: string) => boolean,
  signal: AbortSignal,
): Promise<{ path: string; notes: string[] }> => {
  const { dir, name } = parse(edited.path);
  const extension = `.${wanted.form}`;
  const target = wanted.to === null ? null : withExtension(resolve(wanted.to), extension);
  if (target !== null && isWorkout(target))
    throw new CueforgeError('bad-argument', `${target} is a workout of its own: choose another name`, { path: target });
  const folder = target === null ? dir : dirname(target);
  const exported = await inForm(edited, wanted, folder, materials, signal);
  if (target === null) {
    const names = numberedNames(name, extension);
    const path = await writeNew(folder, names, (file) => exported(parse(file).name).text);
    return { path, notes: exported(name).notes };
  }
  const { text, notes } = exported(parse(target).name);
  await makeFolder(folder);
  await writeBeside(target, text);
  return { path: target, notes };
};

const withExtension = (path: string, extension: string): string =>
  extname(path).toLowerCase() === extension ? path : `${path}${extension}`;

/** The workout in a form, as a file of this name (without its ending) in `folder` says it. */
const inForm = async (
  edited: EditedWorkout,
  { form, variant }: ExportForm,
  folder: string,
  materials: WorkoutMaterials,
  signal: AbortSignal,
): Promise<(name: string) => Exported> => {
  const { workout, document } = edited;
  if (variant !== null && !workout.variants.some(({ id }) => id === variant))
    throw new CueforgeError('bad-argument', `The workout has no variant "${variant}"`, { variant });
  if (form === 'vtt') {
    const { takesOf } = await materials.settled(edited, signal);
    const captions = captionsOf(workout, variant, takesOf);
    return () => captions;
  }
  const moved = movedDocument(document, dirname(edited.path), folder);
  // Exports go into a folder that is named after the id: a copy has its own.
  if (form === 'json') return (name) => ({ text: serializeWorkoutFile({ ...moved, id: slug(name) }), notes: [] });
  const there = saying(readWorkoutDocument(moved).workout ?? workout, variant);
  const exported = form === 'csv' ? toCueSheet(there) : toZwo(there);
  return () => exported;
};

const saying = (workout: Workout, variantId: string | null): Workout => {
  const variant = workout.variants.find(({ id }) => id === variantId);
  return variant ? { ...workout, cues: selectCues(workout, variant) } : workout;
};
