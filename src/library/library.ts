import type { LibraryExports } from './export-shapes.ts';
import type {
  Added,
  Analysis,
  AssetChange,
  AssetDetail,
  AssetQuery,
  AssetRow,
  DocumentEdit,
  DocumentKindName,
  DocumentSaved,
  DocumentState,
  ExportRecord,
  HistoryState,
  KeptDocument,
  LibrarySummary,
  NewFile,
  Place,
  RememberedFile,
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
  /** The sound that was last seen at an absolute path; null: none was. */
  placeAt(path: string): Place | null;
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
  workouts(): RememberedFile[];
  /** Keeps what an export of a variant gave, in place of what the one before gave. */
  recordExport(record: ExportRecord): void;
  /** The last export of each variant of a workout. */
  exports(workoutPath: string): ExportRecord[];

  /** Puts a cuelist file on the list, or moves it up. `at`: milliseconds since 1970. */
  rememberCuelist(path: string, at: number): void;
  /** Takes a cuelist off the list; its file and its history stay. */
  forgetCuelist(path: string): void;
  /** The cuelists on the list, the one opened last first. */
  cuelists(): RememberedFile[];

  readonly documents: LibraryDocuments;
  readonly exportQueue: LibraryExports;

  /** Makes a backup now, beside the daily one. @returns when, in milliseconds since 1970 */
  backUp(): Promise<number>;
  /** While held (a show is armed) no daily backup begins; one that came due meanwhile is made afterwards. */
  holdBackups(on: boolean): void;
  /** Ends a running backup, closes the file and lets the next process have it. Nothing may be called afterwards. */
  close(): Promise<void>;
}

/** Workouts and cuelists as they are edited, with everything that was done to them: no entry is ever let go. */
export interface LibraryDocuments {
  /** A file as it is edited; null: it never was. */
  read(path: string): KeptDocument | null;
  /** Begins to keep a document, without a history; what was kept under its path gives way. */
  keep(kept: KeptDocument): void;
  /** Paths of documents of a kind whose files are behind. */
  unsaved(kind: DocumentKindName): string[];
  /** Where what a file of this content was turned into is, the newest first. */
  imported(from: string, hash: string): string[];
  /** Keeps an edit and what it made of the document. What was undone gives way. */
  add(path: string, state: DocumentState, edit: Omit<DocumentEdit, 'number'>): void;
  /** Puts another edit in the place of one; null: takes it out. */
  replace(
    path: string,
    state: DocumentState,
    number: number,
    edit: Pick<DocumentEdit, 'forward' | 'inverse' | 'at'> | null,
  ): void;
  /** Marks an edit as undone or done again, and keeps what that made of the document. */
  mark(path: string, state: DocumentState, number: number, undone: boolean): void;
  /** The edit that is undone next; null: none. */
  last(path: string): DocumentEdit | null;
  /** The edit that is done again next; null: none. */
  next(path: string): DocumentEdit | null;
  history(path: string): HistoryState;
  /** Labels of everything that was done, the newest last, and how many of the last are undone. */
  labels(path: string): { labels: string[]; undone: number };
  /** Says what the file is about to be: should this process end at it, the file is not taken for another program's. */
  beginWrite(path: string, hash: string): void;
  /** Says that file and document agree. */
  endWrite(path: string, saved: DocumentSaved): void;
}
