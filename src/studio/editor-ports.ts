import type { Material } from '../contract/index.ts';
import type { MusicFacts, Workout, WorkoutDocument } from '../model/index.ts';
import type { Take } from '../plan/index.ts';
import type { SoundMeasure, SourceFiles } from '../render/index.ts';

/** A workout that is being edited, as it is now. A new value with every change. */
export interface EditedWorkout {
  /** The absolute path of its file. */
  readonly path: string;
  readonly revision: number;
  readonly document: WorkoutDocument;
  readonly workout: Workout;
}

/** The workouts that are open for editing. One owner for all windows: nothing else writes a workout's document. */
export interface WorkoutEditors {
  /** The workout as it is edited now; opens it where no window has. Throws `workout-missing`, `workout-invalid`. */
  get(path: string): Promise<EditedWorkout>;
  /** Told after every change, with the workout as it is then. The returned function stops it. */
  onChange(listener: (workout: EditedWorkout) => void): () => void;
}

/** What a workout sounds with, as far as it is known. */
export interface WorkoutSounds {
  readonly material: Material;
  /** Lengths and measured grids of its music, by file as written: what edits are reckoned with. */
  readonly facts: MusicFacts;
  /** Ready takes of a coach by cue id, staged and trimmed as an export has them. */
  takesOf(coach: string | null): ReadonlyMap<string, Take>;
  /** What was measured of its ready tracks and takes when they were decoded, by key. The same array for the same key. */
  readonly measures: ReadonlyMap<string, SoundMeasure>;
  /** Decoded files by key, for a renderer. */
  readonly sources: SourceFiles;
}

/** Makes takes and measures music of the open workouts in the background. */
export interface WorkoutMaterials {
  /** What is known now; what is missing is begun. */
  of(workout: EditedWorkout): WorkoutSounds;
  /** Resolves when nothing of this workout is waiting any more. What failed is in its material. */
  settled(workout: EditedWorkout, signal: AbortSignal): Promise<WorkoutSounds>;
  /** Length and grid of a music file, measured if need be: before an edit puts it into a workout. */
  measureMusic(workout: EditedWorkout, written: string, signal: AbortSignal): Promise<MusicFacts>;
}
