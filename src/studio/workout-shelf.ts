import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ExportedFileStatus, Settings, VariantStatus, WorkoutSummary } from '../contract/index.ts';
import type { Library } from '../library/index.ts';
import { readWorkoutDocument, toFailure, type Workout, type WorkoutDocument, withStableIds } from '../model/index.ts';
import type { EditedWorkout } from './editor-ports.ts';
import type { ExportedFile, ExportRequest, ExportResult } from './export-types.ts';
import { findRecordings, findTracks } from './find-media.ts';
import { type LoadedWorkout, loadWorkout } from './load-workout.ts';
import { exportableVariants, requestFor } from './plan-export.ts';

/** What an export was made from: when one of these is another, the file is stale. */
interface Ingredients {
  readonly workout: string;
  readonly music: string;
  /** Recordings of cues. An export of an earlier version kept nothing of them. */
  readonly takes?: string;
  readonly settings: string;
}

/** What the library keeps of a variant's last export. `fingerprint`: the other two, as JSON. */
interface Kept {
  readonly files: readonly ExportedFileStatus[];
  readonly ingredients: Ingredients;
  /** Why it was refused; null: it was made. */
  readonly refused: string | null;
}

/** The workouts a person opened, with what was exported of them. */
export interface WorkoutShelf {
  list(): Promise<WorkoutSummary[]>;
  /** Puts a workout on the shelf and tells about it. A file that is not there throws `workout-missing`. */
  open(path: string): Promise<WorkoutSummary>;
  forget(path: string): void;
  /** The request that the settings amount to, and what it will be made from. */
  prepareExport(path: string, wanted: Pick<ExportRequest, 'variants' | 'formats'>): Promise<PreparedExport>;
}

export interface PreparedExport {
  readonly request: ExportRequest;
  /** Keeps what it gave: as made from what was there when it was prepared. */
  keep(result: Pick<ExportResult, 'files' | 'refused'>): Promise<void>;
}

/** `edited`: a workout as it is edited now; null: it is not open, and its file tells. */
export const createWorkoutShelf = (
  library: Pick<Library, 'workouts' | 'rememberWorkout' | 'forgetWorkout' | 'exports' | 'recordExport'>,
  settings: () => Settings,
  defaultFolder: string,
  now: () => number,
  edited: (path: string) => EditedWorkout | null,
): WorkoutShelf => {
  const load = async (path: string): Promise<LoadedWorkout> => {
    const found = edited(path);
    return found === null ? loadWorkout(path) : { ...found, warnings: readWorkoutDocument(found.document).problems };
  };
  const outDirOf = (id: string): string => join(settings().exportFolder ?? defaultFolder, id);

  const summarise = async (path: string, openedAt: number): Promise<WorkoutSummary> => {
    const nothing = { id: '', seconds: null, cues: 0, segments: 0, coaches: [], variants: [], outDir: '' };
    try {
      const { workout, document, warnings } = await load(path);
      const now = await ingredientsOf(path, workout, document, settings());
      const kept = new Map(
        library
          .exports(path)
          .map(({ variant, fingerprint, files }): [string, Kept] => [
            variant,
            { ...(JSON.parse(fingerprint) as Omit<Kept, 'files'>), files },
          ]),
      );
      return {
        ...{ path, openedAt, id: workout.id, title: workout.title },
        seconds: workout.duration ?? lengthOf(kept),
        ...{ cues: workout.cues.length, segments: workout.segments.length },
        coaches: workout.coaches.map(({ name }) => name),
        errors: [],
        warnings: warnings.map(({ message, path: place }) => (place === '' ? message : `${place}: ${message}`)),
        variants: await Promise.all(
          exportableVariants(workout).map(({ variant: { id, name } }) => statusOf(id, name, kept.get(id) ?? null, now)),
        ),
        outDir: outDirOf(workout.id),
      };
    } catch (error) {
      const title = path.split(/[\\/]/).pop() ?? path;
      return { ...nothing, path, openedAt, title, errors: toFailure(error).message.split('\n'), warnings: [] };
    }
  };

  return {
    list: () => Promise.all(library.workouts().map(({ path, openedAt }) => summarise(path, openedAt))),
    async open(asked) {
      const path = resolve(asked);
      await loadWorkout(path).catch((error) => {
        if (toFailure(error).code === 'workout-missing') throw error; // one with errors is shown with them
      });
      const openedAt = now();
      library.rememberWorkout(path, openedAt);
      return summarise(path, openedAt);
    },
    forget: (path) => library.forgetWorkout(path),
    async prepareExport(path, wanted) {
      const { workout, document } = await load(path);
      const ingredients = await ingredientsOf(path, workout, document, settings());
      return {
        request: { ...requestFor(path, workout, settings(), wanted), outDir: outDirOf(workout.id) },
        async keep({ files, refused }) {
          const variants = new Set([...files.map(({ variant }) => variant), ...refused.map(({ variant }) => variant)]);
          for (const variant of variants) {
            const why = refused.find((each) => each.variant === variant)?.failure.message ?? null;
            library.recordExport({
              ...{ workoutPath: path, variant, at: now() },
              fingerprint: JSON.stringify({ ingredients, refused: why }),
              files: files.filter((file) => file.variant === variant).map(fileStatus),
            });
          }
        },
      };
    },
  };
};

const fileStatus = (file: ExportedFile): ExportedFileStatus => ({
  ...{ path: file.path, format: file.format, bytes: file.bytes, seconds: file.durationSeconds },
  ...{ lufs: finite(file.lufs), lra: finite(file.lra), dbtp: finite(file.dbtp), cues: file.cues },
  warnings: [...file.warnings],
});

const finite = (n: number): number | null => (Number.isFinite(n) ? n : null);

const lengthOf = (kept: ReadonlyMap<string, Kept>): number | null =>
  [...kept.values()].flatMap(({ files }) => files)[0]?.seconds ?? null;

const ingredientsOf = async (
  path: string,
  workout: Workout,
  document: WorkoutDocument,
  settings: Settings,
): Promise<Ingredients> => {
  const tracks = await findTracks(workout, { workout: path });
  const recordings = await findRecordings(path, workout.cues, workout.coachingTrack);
  return {
    workout: fingerprintOf(document),
    music: await stampOf(tracks.map(({ file }) => file)),
    takes: await stampOf(recordings),
    settings: `${settings.targetLufs} LUFS, ${settings.mp3Bitrate} kb/s`,
  };
};

/** Names what a document says: the same for a file and for an editor's copy of it, whatever the order of keys. */
const fingerprintOf = (document: WorkoutDocument): string => {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash('sha256')
    .update(JSON.stringify(withStableIds(document), sorted))
    .digest('hex');
};

/** Sizes and times of files: another stamp, other bytes. */
const stampOf = async (files: readonly (string | null)[]): Promise<string> => {
  const stamps = files.map(async (file) => {
    const found = file === null ? null : await stat(file).catch(() => null);
    return found === null ? 'none' : `${found.size} ${found.mtimeMs}`;
  });
  return (await Promise.all(stamps)).join(', ') || 'none';
};

const statusOf = async (id: string, name: string, kept: Kept | null, now: Ingredients): Promise<VariantStatus> => {
  if (kept === null) return { id, name, state: 'not-made', reason: null, files: [] };
  const files = [...kept.files];
  if (kept.refused !== null) return { id, name, state: 'refused', reason: kept.refused, files };
  const there = await Promise.all(files.map(({ path, bytes }) => isThere(path, bytes)));
  if (!there.every(Boolean)) return { id, name, state: 'stale', reason: 'its file is gone or was changed', files };
  const reasons = {
    workout: 'the workout has changed',
    music: 'the music has changed',
    takes: 'a recording has changed',
    settings: 'the settings have changed',
  };
  const changed = (['workout', 'music', 'takes', 'settings'] as const).find(
    (key) => kept.ingredients[key] !== undefined && kept.ingredients[key] !== now[key],
  );
  if (changed) return { id, name, state: 'stale', reason: reasons[changed], files };
  return { id, name, state: 'made', reason: null, files };
};

const isThere = (path: string, bytes: number): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size === bytes,
    () => false,
  );
