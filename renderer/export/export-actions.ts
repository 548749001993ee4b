import { create } from 'zustand';
import type { WorkoutSummary } from '../../src/contract/index.ts';
import { attempt } from '../state/ask.ts';
import type { AskedExport } from './export-matrix.ts';

/** What this page asked of the exports that it started, by job. */
export const useAskedExports = create<{ readonly asked: ReadonlyMap<string, AskedExport> }>()(() => ({
  asked: new Map(),
}));

/** Starts an export of some variants of a workout. */
export const startExport = async (workout: WorkoutSummary, variants: readonly string[]): Promise<void> => {
  const chosen = workout.variants.filter(({ id }) => variants.includes(id));
  const before = new Map(chosen.map(({ id, state }) => [id, state]));
  const started = await attempt(`${workout.title} was not exported`, 'export.start', {
    path: workout.path,
    variants: [...variants],
  });
  if (!started) return;
  useAskedExports.setState(({ asked }) => ({ asked: new Map(asked).set(started.job, { path: workout.path, before }) }));
};

export const cancelJob = (id: string): void => {
  void attempt('The job was not cancelled', 'jobs.cancel', { id });
};
