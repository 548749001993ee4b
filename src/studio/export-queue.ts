import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { ExportPreset, ParsedInputOf, Settings } from '../contract/index.ts';
import type { Library } from '../library/index.ts';
import { CueforgeError, toFailure, type Workout } from '../model/index.ts';
import {
  createQueueRunner,
  type JobStore,
  type NewQueueJob,
  type QueueJob,
  type QueueRunner,
} from '../render/index.ts';
import type { EventHub } from './event-hub.ts';
import {
  createExportMatrix,
  type ExportMatrix,
  type PlannedCell,
  type Recipe,
  recipeOf,
  signatureAt,
} from './export-matrix.ts';
import { createExportPresets, type ExportPresets } from './export-presets.ts';
import { nameKey } from './export-presets-naming.ts';
import { createQueueMaker, type MakerParts } from './export-queue-make.ts';
import { createLibraryJobStore } from './export-queue-store.ts';
import { createTelling } from './export-queue-telling.ts';
import type { ExportEvent } from './export-types.ts';

export interface ExportQueueParts extends Pick<MakerParts, 'exportWorkout' | 'flush' | 'prepare'> {
  readonly library: Pick<Library, 'exportQueue' | 'placeAt' | 'workouts'>;
  /** A workout as it is edited now, else as its file says. Throws what is wrong with it. */
  load(path: string): Promise<Workout>;
  readonly settings: () => Settings;
  /** Where exports of a workout go when a preset does not say. */
  folderOf(workoutId: string): string;
  /** Where a person's own presets are. */
  readonly presetsFolder: string;
  readonly hub: EventHub;
  /** Threads that render. */
  readonly threads: number;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** What is to be queued of one workout; by `what`, or only `cells`. */
export interface Wanted {
  readonly path: string;
  readonly what: 'all' | 'stale' | 'cells';
  readonly cells: readonly { readonly variant: string; readonly format: string }[];
}

/** The queue of exports of a studio: it goes on where the last process ended. */
export interface ExportQueue {
  readonly store: JobStore;
  readonly matrix: ExportMatrix;
  readonly presets: ExportPresets;
  readonly runner: QueueRunner;
  enqueue(input: ParsedInputOf<'exports.enqueue'>): Promise<{ jobs: string[]; refused: string[] }>;
  /** As `enqueue`, of one workout with a recipe of its own. Throws what is wrong with the workout. */
  enqueueWith(
    wanted: Wanted,
    preset: ExportPreset,
    recipe: Recipe,
    priority: number,
  ): Promise<{ jobs: QueueJob[]; refused: string[] }>;
  /** Hears what exports of sets tell. The returned function stops it. */
  listen(listener: (set: readonly QueueJob[], event: ExportEvent) => void): () => void;
  /** Resolves at the next change of the queue. Throws `cancelled` once it is closed. */
  changed(): Promise<void>;
  /** Ends jobs, unless the queue is closed: then they are the next life's. */
  cancelFor(ids: readonly string[]): Promise<void>;
  /** While held (a show is armed) nothing is begun; what runs is given back, to be begun anew afterwards. */
  hold(on: boolean): void;
  readonly held: () => boolean;
  /** Gives back what runs, to be begun anew at the next start, and waits for its end. */
  close(): Promise<void>;
}

/** Names this studio in the queue: the library has one process at a time, and its next life is the same worker. */
const WORKER = 'studio';
/** Threads that one export keeps busy. */
const THREADS_EACH = 4;

export const createExportQueue = (parts: ExportQueueParts): ExportQueue => {
  const { library, settings, hub, threads, now, log } = parts;
  const store = createLibraryJobStore(library.exportQueue);
  const presets = createExportPresets(parts.presetsFolder);
  const matrix = createExportMatrix(parts);
  const listeners = new Set<(set: readonly QueueJob[], event: ExportEvent) => void>();
  const told = createTelling(hub, () => runner.progress());
  const runner: QueueRunner = createQueueRunner({
    ...{ store, worker: WORKER, atOnce: Math.max(1, Math.floor(threads / THREADS_EACH)), now, log },
    random: Math.random,
    progressed: told.progressed,
    make: createQueueMaker({
      ...{ exportWorkout: parts.exportWorkout, library: library.exportQueue, matrix, now },
      ...{ flush: parts.flush, prepare: parts.prepare },
      heard(set, event) {
        for (const listener of [...listeners]) listener(set, event);
      },
    }),
  });
  let [held, closed] = [false, false];
  /** Who waits for a change. */
  const waiting = new Set<{ resolve(): void; reject(error: unknown): void }>();
  const unwatch = store.watch(() => {
    told.changed();
    for (const { resolve } of waiting) resolve();
    waiting.clear();
  });
  const deaf = hub.subscribe(({ event }) => {
    if (MATRIX_EVENTS.has(event)) told.stale();
  });

  /** The cells of a workout that are asked for, and what of that there is not. */
  const choose = async (
    { path, what, cells }: Wanted,
    preset: ExportPreset,
    planned: readonly PlannedCell[],
    jobs: readonly QueueJob[],
  ): Promise<{ chosen: readonly PlannedCell[]; refused: string[] }> => {
    if (what === 'all') return { chosen: planned, refused: [] };
    const named = (cell: PlannedCell, variant: string, format: string): boolean =>
      cell.wanted.variant.id === variant && cell.encoding.format === format;
    if (what === 'cells') {
      const known = cells.map((cell) => ({
        cell,
        found: planned.find((each) => named(each, cell.variant, cell.format)),
      }));
      return {
        chosen: known.flatMap(({ found }) => found ?? []),
        refused: known
          .filter(({ found }) => !found)
          .map(({ cell }) => `${path} has no variant "${cell.variant}" as ${cell.format} with “${preset.name}”`),
      };
    }
    const { rows } = await matrix.workout(path, preset, jobs);
    const states = new Map(
      rows.flatMap(({ variant, cells }) => cells.map(({ format, state }) => [`${variant}\n${format}`, state] as const)),
    );
    const due = new Set(['never', 'stale', 'failed', 'refused']);
    const chosen = planned.filter(({ wanted, encoding }) =>
      due.has(states.get(`${wanted.variant.id}\n${encoding.format}`) ?? ''),
    );
    return { chosen, refused: [] };
  };

  /** Why a file cannot have its name: another one is called so, or will be. Null: it can. */
  const collision = async (order: NewQueueJob, others: readonly (NewQueueJob | QueueJob)[]): Promise<string | null> => {
    const path = join(order.folder, order.file);
    const sameCell = (other: { workout: string; variant: string; format: string; preset: string }): boolean =>
      CELL.every((key) => other[key] === order[key]);
    const made = library.exportQueue.madeAt(path);
    // One that is gone, or whose workout is, has no name to defend.
    const stands = made && !sameCell(made) && (await areThere(path, made.workout));
    const other =
      others.find((each) => nameKey(join(each.folder, each.file)) === nameKey(path) && !sameCell(each)) ??
      (stands ? made : null);
    if (!other) return null;
    const whose = CELL.filter((key) => other[key] !== order[key]).map((key) => `${key} ${other[key]}`);
    return `${path} is not made: it is the file of ${whose.join(', ')} too. Give each a name of its own, or another folder`;
  };

  const enqueueWith: ExportQueue['enqueueWith'] = async (wanted, preset, recipe, priority) => {
    const path = resolve(wanted.path);
    const { folder, cells } = await matrix.plan(path, preset, recipe);
    const jobs = await store.list();
    const { chosen, refused } = await choose({ ...wanted, path }, preset, cells, jobs);
    const batch = createHash('sha256')
      .update(JSON.stringify([path, folder, preset.id, recipe]))
      .digest('hex')
      .slice(0, 32);
    const live = jobs.filter(({ state }) => state === 'queued' || state === 'paused' || state === 'running');
    const orders: NewQueueJob[] = [];
    for (const {
      wanted: { variant },
      encoding: { format },
      file,
      problem,
    } of chosen) {
      if (file === null) {
        refused.push(`${path}: ${problem}`);
        continue;
      }
      const cell = { workout: path, variant: variant.id, format, preset: preset.id };
      const order = { ...cell, folder, file, recipe, batch, priority };
      const clash = await collision(order, [...live, ...orders]);
      if (clash === null) orders.push(order);
      else refused.push(clash);
    }
    return { jobs: orders.length > 0 ? await store.enqueue(orders, now()) : [], refused };
  };

  return {
    ...{ store, matrix, presets, runner, enqueueWith },
    async enqueue({ paths, preset: id, what, cells, priority }) {
      const preset = await presets.get(id);
      const recipe = recipeOf(preset, settings());
      const jobs: string[] = [];
      const refused: string[] = [];
      const named =
        what === 'cells' ? cells.map(({ path }) => path) : (paths ?? library.workouts().map(({ path }) => path));
      for (const path of new Set(named.map((each) => resolve(each)))) {
        try {
          const ours = cells.filter((cell) => resolve(cell.path) === path);
          const told = await enqueueWith({ path, what, cells: ours }, preset, recipe, priority);
          jobs.push(...told.jobs.map((job) => job.id));
          refused.push(...told.refused);
        } catch (error) {
          refused.push(toFailure(error).message);
        }
      }
      return { jobs, refused };
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    changed: () =>
      new Promise((resolve, reject) => {
        if (closed) reject(new CueforgeError('cancelled', 'The studio was closed'));
        else waiting.add({ resolve, reject });
      }),
    async cancelFor(ids) {
      if (!closed) await store.cancel(ids, now());
    },
    hold(on) {
      held = on;
      runner.hold(on);
      told.changed();
    },
    held: () => held,
    async close() {
      closed = true;
      unwatch();
      deaf();
      for (const { reject } of waiting) reject(new CueforgeError('cancelled', 'The studio was closed'));
      waiting.clear();
      await runner.close();
      told.close();
    },
  };
};

const areThere = async (...paths: readonly string[]): Promise<boolean> =>
  (await Promise.all(paths.map(signatureAt))).every((found) => found !== null);

const CELL = ['workout', 'variant', 'format', 'preset'] as const;
/** Events after which what is fresh may be stale. */
const MATRIX_EVENTS: ReadonlySet<string> = new Set([
  'edit.changed',
  'edit.saved',
  'settings.changed',
  'workouts.changed',
]);
