import type { Handlers } from '../contract/index.ts';
import type { Library } from '../library/index.ts';
import { toMade } from './export-matrix.ts';
import { createOutlines } from './export-outline.ts';
import type { ExportQueue } from './export-queue.ts';
import { checkJobs, toJob } from './export-queue-telling.ts';
import { keptFiles } from './kept-files.ts';

type ExportsCommand = Extract<keyof Handlers, `exports.${string}`>;

/** The commands of the queue of exports. */
export const createExportHandlers = (
  { store, matrix, presets, runner, enqueue, held }: ExportQueue,
  library: Pick<Library, 'exportQueue' | 'workouts'>,
  now: () => number,
): Pick<Handlers, ExportsCommand> => {
  const { outline, report } = createOutlines(library.exportQueue, matrix.idOf);
  /** Does something with jobs that have to be there. */
  const on = async (ids: readonly string[] | null, act: () => Promise<void>): Promise<Record<string, never>> => {
    await checkJobs(store, ids);
    await act();
    return {};
  };
  return {
    async 'exports.matrix'({ paths, preset: id }) {
      const [preset, jobs] = await Promise.all([presets.get(id), store.list()]);
      const wanted = paths ?? library.workouts().map(({ path }) => path);
      return { workouts: await Promise.all(wanted.map((path) => matrix.workout(path, preset, jobs))) };
    },
    'exports.enqueue': (input) => enqueue(input),
    async 'exports.list'() {
      const newer = runner.progress();
      const at = now();
      return { jobs: (await store.list()).map((job) => toJob(job, newer.get(job.id), at)), held: held() };
    },
    'exports.pause': ({ ids }) => on(ids, () => store.pause(ids)),
    'exports.resume': ({ ids }) => on(ids, () => store.resume(ids)),
    'exports.cancel': ({ ids }) => on(ids, () => store.cancel(ids, now())),
    'exports.retry': ({ ids }) => on(ids, () => store.retry(ids)),
    'exports.move': ({ ids, before }) => on(before === null ? ids : [...ids, before], () => store.move(ids, before)),
    'exports.setPriority': ({ ids, priority }) => on(ids, () => store.setPriority(ids, priority)),
    'exports.clear': () => on(null, store.clear),
    'exports.history': async ({ paths, limit }) => ({
      files: library.exportQueue.history(paths, limit).map(toMade),
    }),
    'exports.kept': async ({ path }) => ({ files: await keptFiles(path, library.exportQueue) }),

    'exports.outline': outline,
    'exports.report': report,

    'exports.presets': async () => ({ presets: await presets.list() }),
    'exports.savePreset': ({ preset }) => presets.save(preset),
    async 'exports.removePreset'({ id }) {
      await presets.remove(id);
      return {};
    },
    'exports.importPreset': ({ path }) => presets.importFrom(path),
    'exports.sharePreset': async ({ id, path }) => ({ path: await presets.shareTo(id, path) }),
  };
};
