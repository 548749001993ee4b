/** A file that is to be made: a row of the queue. */
export interface NewExportJob {
  readonly id: string;
  /** The absolute path of the workout's file. */
  readonly workout: string;
  readonly variant: string;
  readonly format: string;
  readonly preset: string;
  readonly folder: string;
  readonly file: string;
  /** JSON values that this folder does not look into. */
  readonly recipe: unknown;
  /** Rows with the same words here are begun together. */
  readonly batch: string;
  /** Higher goes first. */
  readonly priority: number;
}

/** Times in milliseconds since 1970. */
export interface ExportJobRow extends NewExportJob {
  readonly state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';
  readonly place: number;
  readonly attempts: number;
  readonly nextTry: number;
  /** 0..1. */
  readonly fraction: number;
  readonly rate: number | null;
  readonly remainingSeconds: number | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly made: string | null;
  readonly worker: string | null;
  readonly leaseUntil: number | null;
  readonly addedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** How far a running row is. */
export interface RunningExport {
  readonly id: string;
  readonly progress: {
    readonly fraction: number;
    readonly rate: number | null;
    readonly remainingSeconds: number | null;
  };
}

/** A file that was made, and what from. */
export interface MadeFile {
  readonly workout: string;
  readonly variant: string;
  readonly format: string;
  readonly preset: string;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Tells the file from another at its path without reading it. */
  readonly signature: string;
  readonly seconds: number;
  /** Figures of its check, by name; null where there is none, as of silence. */
  readonly measured: Readonly<Record<string, number | null>>;
  /** JSON values that this folder does not look into, as are `recipe` and `parts`. */
  readonly checks: unknown;
  readonly recipe: unknown;
  /** The version of Cueforge that made it. */
  readonly engine: string;
  /** What it was made from, in named parts. */
  readonly parts: unknown;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** Which bytes a file had when it was last read. */
export interface FileContent {
  readonly path: string;
  /** Size and time of change: with other ones, the content is not known. */
  readonly signature: string;
  /** Names the bytes. */
  readonly content: string;
}

/** The queue of exports and their history. Calls about rows that are not in a state for them change nothing. */
export interface LibraryExports {
  jobs(): ExportJobRow[];
  add(jobs: readonly NewExportJob[], at: number): ExportJobRow[];
  /** The rows that are begun next, now `worker`'s. */
  claim(worker: string, at: number, leaseUntil: number): ExportJobRow[];
  /** Queues again what `worker` ran; null: what nobody was heard of until `at`. Fails what was begun `most` times. */
  recover(worker: string | null, most: number, at: number): number;
  /** When the next row that waits for a time is due, or a lease ends; null: none waits. */
  nextDue(at: number): number | null;
  /** Returns the ids that the worker still holds. */
  beat(worker: string, beats: readonly RunningExport[], leaseUntil: number): string[];
  finish(id: string, worker: string, path: string, at: number): boolean;
  fail(
    id: string,
    worker: string,
    failure: { readonly code: string; readonly message: string },
    retryAt: number | null,
    at: number,
  ): boolean;
  release(ids: readonly string[], worker: string): void;
  cancel(ids: readonly string[] | null, at: number): number;
  pause(ids: readonly string[] | null): number;
  resume(ids: readonly string[] | null): number;
  retry(ids: readonly string[] | null): number;
  move(ids: readonly string[], before: string | null): void;
  setPriority(ids: readonly string[], priority: number): number;
  clear(): number;

  /** Keeps that a file was made. */
  addMade(made: MadeFile): void;
  /** The newest file of every cell of a workout that was made with a preset. */
  newest(workout: string, preset: string): MadeFile[];
  /** The newest file that was made at a path; null: none was. */
  madeAt(path: string): MadeFile | null;
  /** Says that the file at a path is the same bytes under another signature. */
  resign(path: string, signature: string): void;
  /** Everything that was made, the last first; of some workouts, or of all. */
  history(workouts: readonly string[] | null, limit: number): MadeFile[];

  content(path: string): FileContent | null;
  keepContent(content: FileContent): void;
}
