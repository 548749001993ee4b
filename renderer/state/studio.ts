import { create } from 'zustand';
import type { HistoryState, Job, OutputOf, Settings, WorkoutSummary } from '../../src/contract/index.ts';
import type { ConnectionState, Host } from '../host/index.ts';

/**
 * What the page knows of the studio, fed by `state/connection.ts` and by nobody else: the studio owns the truth, the
 * page shows it.
 */
export interface StudioState {
  /** Null only before the page began to connect. */
  readonly host: Host | null;
  readonly connection: ConnectionState;
  readonly info: OutputOf<'app.info'> | null;
  readonly settings: Settings | null;
  /** Newest first. */
  readonly jobs: readonly Job[];
  readonly history: HistoryState;
  /** Newest opened first; null until they came. */
  readonly workouts: readonly WorkoutSummary[] | null;
  /** Why the workouts could not be listed: a sentence. */
  readonly workoutsTrouble: string | null;
  /** Grows with every change of the library: what was searched before is out of date. */
  readonly libraryRevision: number;
}

export const useStudio = create<StudioState>()(() => ({
  host: null,
  connection: 'connecting',
  info: null,
  settings: null,
  jobs: [],
  history: { undo: null, redo: null },
  workouts: null,
  workoutsTrouble: null,
  libraryRevision: 0,
}));
