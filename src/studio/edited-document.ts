import { apply as applyPatches } from 'mutative';
import type { DocumentPatches } from '../contract/index.ts';
import type { HistoryState, KeptDocument, LibraryDocuments } from '../library/index.ts';
import {
  CueforgeError,
  type JsonPatch,
  jsonPatches,
  readWorkoutDocument,
  sameJson,
  type Workout,
  type WorkoutDocument,
} from '../model/index.ts';
import type { EditedWorkout } from './editor-ports.ts';
import { touchedBetween } from './touched.ts';

/** An edit joins the one before it, where both ask for that, within this time. Milliseconds. */
const MERGE_WITHIN = 5000;

/** What was done to a document, for those who hold a copy. */
export interface DocumentChange {
  readonly patches: DocumentPatches;
  readonly label: string;
  readonly touched: readonly string[];
}

/** The document an edit makes, and what it is called. `touched` null: whatever is another now. */
export interface MadeDocument {
  readonly document: WorkoutDocument;
  readonly label: string;
  readonly touched: readonly string[] | null;
  /** What it says, and the patches from the document as it is and back, where they are known already. */
  readonly workout?: Workout | null;
  readonly patches?: readonly JsonPatch[];
  readonly inverse?: readonly JsonPatch[];
}

/**
 * A workout that is edited: its document and its history. Every call that changes it is one transaction of the library
 * and has been committed when it returns; nothing here waits, so that callers come one after the other by themselves.
 */
export interface EditedDocument {
  /** A new value with every change. */
  now(): EditedWorkout;
  history(): HistoryState;
  labels(): { labels: string[]; undone: number };
  /** True while everything is undone: then the file is what it was at first. */
  isOriginal(): boolean;
  /** Keeps an edit as an entry of the history, or in the last one (`merge`); null: it changes nothing. */
  edit(made: MadeDocument, merge: string | null): DocumentChange | null;
  /** Throws `nothing-to-undo`. */
  undo(): DocumentChange;
  redo(): DocumentChange;
}

/** Goes on with a workout of the library. `clock`: milliseconds since 1970. Its document is one that was checked. */
export const resumeDocument = (
  kept: Pick<KeptDocument, 'path' | 'revision'> & { readonly document: WorkoutDocument },
  library: LibraryDocuments,
  clock: () => number,
): EditedDocument => {
  const { path } = kept;
  let current: EditedWorkout = { path, revision: kept.revision, ...read(kept.document) };

  /** Commits with what `keep` writes, and only then is it so here. */
  const commit = (
    document: WorkoutDocument,
    keep: (state: EditedWorkout) => void,
    workout: Workout | null = null,
  ): void => {
    const told = workout === null ? read(document) : { document, workout };
    const next = { path, revision: current.revision + 1, ...told };
    keep(next);
    current = next;
  };

  const step = (direction: 'undo' | 'redo'): DocumentChange => {
    const entry = direction === 'undo' ? library.last(path) : library.next(path);
    if (entry === null) throw new CueforgeError('nothing-to-undo', `There is nothing to ${direction}`);
    const patches = (direction === 'undo' ? entry.inverse : entry.forward) as DocumentPatches;
    const before = current.document;
    commit(patched(before, patches), (state) => library.mark(path, state, entry.number, direction === 'undo'));
    const label = `${direction === 'undo' ? 'Undo' : 'Redo'}: ${entry.label}`;
    return { patches, label, touched: touchedBetween(before, current.document) };
  };

  return {
    now: () => current,
    history: () => library.history(path),
    labels: () => library.labels(path),
    isOriginal: () => library.last(path) === null,
    edit({ document, label, touched, workout = null, ...known }, merge) {
      const before = current.document;
      const forward = (known.patches ?? jsonPatches(before, document)) as DocumentPatches;
      if (forward.length === 0) return null;
      const at = clock();
      const last = merge === null || library.next(path) !== null ? null : library.last(path);
      if (last !== null && last.mergeKey === merge && at - last.at < MERGE_WITHIN) {
        const start = patched(before, last.inverse as DocumentPatches);
        const joined = { forward: jsonPatches(start, document), inverse: jsonPatches(document, start), at };
        const there = sameJson(start, document) ? null : joined; // a slider moved there and back was not moved
        commit(document, (state) => library.replace(path, state, last.number, there), workout);
      } else {
        const inverse = known.inverse ?? jsonPatches(document, before);
        const edit = { label, mergeKey: merge, forward, inverse: [...inverse], at };
        commit(document, (state) => library.add(path, state, edit), workout);
      }
      return { patches: forward, label, touched: touched ?? touchedBetween(before, document) };
    },
    undo: () => step('undo'),
    redo: () => step('redo'),
  };
};

const patched = (document: WorkoutDocument, patches: DocumentPatches): WorkoutDocument =>
  applyPatches(document as object, patches as never) as WorkoutDocument;

const read = (document: WorkoutDocument): { document: WorkoutDocument; workout: Workout } => {
  const { workout, problems } = readWorkoutDocument(document);
  if (workout !== null) return { document, workout };
  const found = problems.map(({ path, message }) => `${path}: ${message}`).slice(0, 3);
  throw new CueforgeError('bad-argument', `The workout would not be a sound one: ${found.join('; ')}`, { problems });
};
