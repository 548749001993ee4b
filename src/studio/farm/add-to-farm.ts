import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { ExportPreset, PublishTarget } from '../../contract/index.ts';
import { toFailure } from '../../model/index.ts';
import { isEnded, type JobStore, type NewQueueJob, type QueueJob, type ReleaseStore } from '../../render/index.ts';
import { defaultLibraryPath } from '../data-folder.ts';
import { ENGINE_VERSION } from '../engine-version.ts';
import { planCells, recipeOf } from '../export-matrix.ts';
import { createExportPresets } from '../export-presets.ts';
import { nameKey } from '../export-presets-naming.ts';
import type { Secrets } from '../secrets.ts';
import { openSettings } from '../settings-file.ts';
import { openBelow } from './farm.ts';
import { type FarmOrder, inStore, type PlacedFile, writeOrder } from './farm-order.ts';
import { type PackedFile, packWorkout } from './pack-workout.ts';
import { shareFile } from './shared-media.ts';

export interface AddRequest {
  /** Paths of workout files. */
  readonly workouts: readonly string[];
  /** Id of the preset they are made with. */
  readonly preset: string;
  /** Whose presets and settings count. Default: the system's library. */
  readonly libraryPath?: string;
  /** Where media go and mixes are published. */
  readonly target: PublishTarget;
  /** -100..100. */
  readonly priority: number;
}

/** What became of a request. */
export interface Added {
  readonly jobs: readonly QueueJob[];
  /** A sentence for each thing that was not queued. */
  readonly refused: readonly string[];
  /** Files that were brought to the store, and those that were there. */
  readonly sent: number;
  readonly same: number;
}

/** Files on their way at once. */
const AT_ONCE = 4;

/**
 * Brings workouts and what they are made from to the store, by content, and queues their files for whichever machine takes
 * them. A workout that cannot be queued stops no other.
 */
export const addToFarm = async (
  request: AddRequest,
  queue: JobStore,
  secrets: Secrets,
  { signal, now }: { readonly signal: AbortSignal; readonly now: () => number },
): Promise<Added> => {
  const library = resolve(request.libraryPath ?? defaultLibraryPath());
  const preset = await createExportPresets(join(library, 'export-presets')).get(request.preset);
  const settings = (await openSettings(join(library, 'settings.json'))).get();
  const recipe = recipeOf(preset, settings);
  const store = await openBelow(request.target, '', secrets);
  const [jobs, refused]: [QueueJob[], string[]] = [[], []];
  let [sent, same] = [0, 0];
  try {
    const there = await queue.list();
    for (const path of new Set(request.workouts.map((each) => resolve(each)))) {
      try {
        const { workout, file, media } = await packWorkout(path, signal);
        const order: FarmOrder = {
          engine: ENGINE_VERSION,
          ...{ workout: placedOnly(file), media: media.map(placedOnly), recipe },
        };
        const content = packed(writeOrder(order));
        const shared = await shareAll(store, [file, ...media, content], signal);
        [sent, same] = [sent + shared.sent, same + shared.same];
        const cells = planCells(workout, preset, recipe, path, now());
        const told = ordersOf(workout.id, preset, content.sha256, cells, request.priority);
        const clash = collisions(told.orders, [...there, ...jobs]);
        refused.push(...told.refused.map((why) => `${path}: ${why}`), ...clash.refused);
        jobs.push(...(await queue.enqueue(clash.orders, now())));
      } catch (error) {
        const { code, message } = toFailure(error);
        // What stops one workout stops no other; what stops all of them is thrown.
        if (signal.aborted || STOPS_ALL.has(code)) throw error;
        refused.push(message);
      }
    }
  } finally {
    store.close();
  }
  return { jobs, refused, sent, same };
};

const STOPS_ALL: ReadonlySet<string> = new Set([
  ...['queue-unreachable', 'credentials-refused', 'bucket-missing', 'store-unreachable', 'store-failed', 'disk-full'],
  'folder-unwritable',
]);

const placedOnly = ({ at, sha256, bytes }: PackedFile): PlacedFile => ({ at, sha256, bytes });

const packed = (source: Buffer): PackedFile => ({
  ...{ at: 'order.json', source, bytes: source.length },
  sha256: createHash('sha256').update(source).digest('hex'),
});

const shareAll = async (
  store: ReleaseStore,
  files: readonly PackedFile[],
  signal: AbortSignal,
): Promise<{ sent: number; same: number }> => {
  const waiting = [...new Map(files.map((file) => [file.sha256, file])).values()];
  let sent = 0;
  const total = waiting.length;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (await shareFile(store, next, signal)) sent += 1;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { sent, same: total - sent };
};

const ordersOf = (
  workout: string,
  preset: ExportPreset,
  order: string,
  cells: ReturnType<typeof planCells>,
  priority: number,
): { orders: NewQueueJob[]; refused: string[] } => {
  const folder = inStore.mixes(workout);
  const common = { workout, preset: preset.id, folder, recipe: { order }, batch: `${order} ${preset.id}`, priority };
  return {
    orders: cells.flatMap(({ wanted, encoding, file }) =>
      file === null ? [] : [{ ...common, variant: wanted.variant.id, format: encoding.format, file }],
    ),
    refused: cells.flatMap(({ problem }) => problem ?? []),
  };
};

/** Leaves out what would have the name of another file that is queued. */
const collisions = (
  orders: readonly NewQueueJob[],
  jobs: readonly QueueJob[],
): { orders: NewQueueJob[]; refused: string[] } => {
  const names = new Map<string, string>();
  const key = ({ folder, file }: { folder: string; file: string }): string => nameKey(`${folder}/${file}`);
  const cell = (job: NewQueueJob | QueueJob): string =>
    `variant ${job.variant} as ${job.format} with preset ${job.preset}`;
  for (const job of jobs) if (!isEnded(job)) names.set(key(job), cell(job));
  const kept: NewQueueJob[] = [];
  const refused: string[] = [];
  for (const order of orders) {
    const other = names.get(key(order));
    if (other === undefined || other === cell(order)) kept.push(order);
    else refused.push(`${order.folder}/${order.file} is not made: it is the file of ${other} too`);
    names.set(key(order), other ?? cell(order));
  }
  return { orders: kept, refused };
};
