import { apply as applyPatches } from 'mutative';
import type { DocumentPatches } from '../contract/index.ts';
import type { HistoryState, KeptDocument, LibraryDocuments } from '../library/index.ts';
import { CueforgeError, type JsonPatch, jsonPatches, sameJson } from '../model/index.ts';

/** An edit joins the one before it, where both ask for that, within this time. Milliseconds. */
const MERGE_WITHIN = 5000;

/** What was done to a document, for those who hold a copy. */
export interface DocumentChange {
  readonly patches: DocumentPatches;
  readonly label: string;
  readonly touched: readonly string[];
}

/** What its editor must know of a kind of document. `Said`: what one says, in the model's words. */
export interface DocumentKind<Document extends object, Said extends object> {
  /** Throws `bad-argument` where it is no such document. */
  read(document: Document): Said;
  /** Ids of what is another now. */
  touchedBetween(before: Document, after: Document): string[];
}

/** A document as it is now. */
export type DocumentNow<Document extends object, Said extends object> = {
  /** The absolute path of its file. */
  readonly path: string;
  readonly revision: number;
  readonly document: Document;
} & Said;

/** The document an edit makes, and what it is called. `touched` null: whatever is another now. */
export interface MadeDocument<Document extends object, Said extends object> {
  readonly document: Document;
  readonly label: string;
  readonly touched: readonly string[] | null;
  /** What it says, and the patches from the document as it is and back, where they are known already. */
  readonly said?: Said | null;
  readonly patches?: readonly JsonPatch[];
  readonly inverse?: readonly JsonPatch[];
}

/**
 * A file that is edited, a workout or a cuelist: its document and its history. Every call that changes it is one transaction of the library
 * and has been committed when it returns; nothing here waits, so that callers come one after the other by themselves.
 */
export interface EditedDocument<Document extends object, Said extends object> {
  /** A new value with every change. */
  now(): DocumentNow<Document, Said>;
  history(): HistoryState;
  labels(): { labels: string[]; undone: number };
  /** True while everything is undone: then the file is what it was at first. */
  isOriginal(): boolean;
  /** Keeps an edit as an entry of the history, or in the last one (`merge`); null: it changes nothing. */
  edit(made: MadeDocument<Document, Said>, merge: string | null): DocumentChange | null;
  /** Throws `nothing-to-undo`. */
  undo(): DocumentChange;
  redo(): DocumentChange;
}

/** Goes on with a document of the library. `clock`: milliseconds since 1970. The document is one that was checked. */
export const resumeDocument = <Document extends object, Said extends object>(
  kept: Pick<KeptDocument, 'path' | 'revision'> & { readonly document: Document },
  kind: DocumentKind<Document, Said>,
  library: LibraryDocuments,
  clock: () => number,
): EditedDocument<Document, Said> => {
  const { path } = kept;
  const { read, touchedBetween } = kind;
  type Now = DocumentNow<Document, Said>;
  let current: Now = { path, revision: kept.revision, document: kept.document, ...read(kept.document) };

  /** Commits with what `keep` writes, and only then is it so here. */
  const commit = (document: Document, keep: (state: Now) => void, said: Said | null = null): void => {
    const next: Now = { path, revision: current.revision + 1, document, ...(said ?? read(document)) };
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
    edit({ document, label, touched, said = null, ...known }, merge) {
      const before = current.document;
      const forward = (known.patches ?? jsonPatches(before, document)) as DocumentPatches;
      if (forward.length === 0) return null;
      const at = clock();
      const last = merge === null || library.next(path) !== null ? null : library.last(path);
      if (last !== null && last.mergeKey === merge && at - last.at < MERGE_WITHIN) {
        const start = patched(before, last.inverse as DocumentPatches);
        const joined = { forward: jsonPatches(start, document), inverse: jsonPatches(document, start), at };
        const there = sameJson(start, document) ? null : joined; // a slider moved there and back was not moved
        commit(document, (state) => library.replace(path, state, last.number, there), said);
      } else {
        const inverse = known.inverse ?? jsonPatches(document, before);
        const edit = { label, mergeKey: merge, forward, inverse: [...inverse], at };
        commit(document, (state) => library.add(path, state, edit), said);
      }
      return { patches: forward, label, touched: touched ?? touchedBetween(before, document) };
    },
    undo: () => step('undo'),
    redo: () => step('redo'),
  };
};

const patched = <Document extends object>(document: Document, patches: DocumentPatches): Document =>
  applyPatches(document, patches as never) as Document;
