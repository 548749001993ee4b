import type {
  Added,
  Analysis,
  AssetChange,
  AssetDetail,
  AssetQuery,
  AssetRow,
  ExportRecord,
  HistoryState,
  LibrarySummary,
  NewFile,
  Place,
  RememberedWorkout,
} from './shapes.ts';

/**
 * The sounds a person has, kept by content, and what was done with them. Every call that writes is one transaction and
 * has been committed when it returns. Calls that name a sound the library does not hold throw `asset-missing`; every
 * call may throw `library-unreadable` or `disk-full`.
 */
export interface Library {
  /** How many sounds a query finds, and one page of them. */
  search(query: AssetQuery): { total: number; rows: AssetRow[] };
  asset(id: string): AssetDetail;
  row(id: string): AssetRow;
  summary(): LibrarySummary;
  /** Sounds that are not measured yet and whose files are there, in the order they were added. */
  waiting(): { id: string; path: string }[];
  /** Sounds whose files were not there when last looked for, by title. */
  missing(): AssetRow[];
  /** Where every sound was last seen. */
  allPaths(): Place[];
  pathOf(id: string): string;

  /**
   * Takes a file in. The same bytes are one sound, however often they come; a sound that was removed comes back with
   * all that was known of it. Others last seen at this path are missing from now on.
   */
  addFile(file: NewFile): Promise<Added>;
  /** Keeps what measuring gave. A tempo that a person set stays. */
  setAnalysis(id: string, analysis: Analysis): void;
  /** Keeps why a sound could not be measured: a sentence. */
  setFailed(id: string, problem: string): void;
  markMissing(id: string, missing: boolean): void;
  /** Gives a sound another place. The caller has made sure that its bytes are there. `modifiedAt`: ms since 1970. */
  relink(id: string, path: string, modifiedAt: number): AssetRow;

  /** Changes sounds, as one edit that can be undone. What is so already makes no entry in the history. */
  edit(ids: readonly string[], change: AssetChange): HistoryState;
  /** Takes sounds out; undo brings them back with everything they had. Their files stay. */
  remove(ids: readonly string[]): HistoryState;
  /** Throws `nothing-to-undo`. */
  undo(): HistoryState;
  /** Throws `nothing-to-undo`. */
  redo(): HistoryState;
  /** What can be undone and redone next. Survives restarts; the last 500 edits are kept. */
  history(): HistoryState;

  /** Puts a workout file on the list. `at`: milliseconds since 1970. */
  rememberWorkout(path: string, at: number): void;
  /** Takes a workout off the list; what its exports gave is kept, should it come back. */
  forgetWorkout(path: string): void;
  /** The workouts on the list, the one opened last first. */
  workouts(): RememberedWorkout[];
  /** Keeps what an export of a variant gave, in place of what the one before gave. */
  recordExport(record: ExportRecord): void;
  /** The last export of each variant of a workout. */
  exports(workoutPath: string): ExportRecord[];

  /** Makes a backup now, beside the daily one. @returns when, in milliseconds since 1970 */
  backUp(): Promise<number>;
  /** Ends a running backup, closes the file and lets the next process have it. Nothing may be called afterwards. */
  close(): Promise<void>;
}
