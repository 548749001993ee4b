import { access } from 'node:fs/promises';
import { makeFolder } from '../media/index.ts';
import { CueforgeError, toFailure } from '../model/index.ts';
import { answerExports } from './answer-exports.ts';
import { type BackupKeeper, keepBackups } from './backup-keeper.ts';
import { listBackups, makeBackup } from './backups.ts';
import { type LibraryReader, type LibraryWriter, openReader, openWriter, orFailure } from './connection.ts';
import { forgetCuelist, listCuelists, rememberCuelist } from './cuelists.ts';
import {
  addDocumentEdit,
  beginDocumentWrite,
  documentHistory,
  documentLabels,
  endDocumentWrite,
  keepDocument,
  lastDocumentEdit,
  listImported,
  listUnsaved,
  markDocumentEdit,
  nextDocumentEdit,
  readDocument,
  replaceDocumentEdit,
} from './documents.ts';
import { editAssets, historyState, redoEdit, removeAssets, undoEdit } from './history.ts';
import type { Library, LibraryDocuments } from './library.ts';
import { lockLibrary } from './library-lock.ts';
import { migrate, NEWEST, versionOf } from './migrations.ts';
import { readAsset, readMissing, readPlaceAt, readPlaces, readRow, readSummary, readWaiting } from './read-assets.ts';
import { libraryFile, recoverLibrary } from './recover-library.ts';
import { searchAssets } from './search-assets.ts';
import { forgetWorkout, listExports, listWorkouts, recordExport, rememberWorkout } from './workouts.ts';
import { addFile, heldPath, markMissing, relink, setAnalysis, setFailed } from './write-assets.ts';

export interface LibraryOptions {
  /** Folder of the library's file and its backups; made if need be. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears why a backup in the background was not made. Default: nobody does. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * Opens the library of a folder for this process alone. Its file is checked first: a damaged one is set aside and the
 * newest sound backup opened (`summary().recovered` says so).
 * Throws `library-in-use`, `library-unreadable` (a newer program's, or it cannot be read), `folder-unwritable`, `disk-full`.
 */
export const openLibrary = async ({ folder, now, onTrouble = () => undefined }: LibraryOptions): Promise<Library> => {
  await makeFolder(folder).catch((error: unknown) => {
    throw new CueforgeError('folder-unwritable', `The library's folder cannot be made: ${toFailure(error).message}`);
  });
  const unlock = await lockLibrary(folder);
  let writer: LibraryWriter | null = null;
  try {
    const path = libraryFile(folder);
    const recovered = recoverLibrary(path, folder, now());
    writer = orFailure(() => openWriter(path));
    const db = writer;
    const found = orFailure(() => versionOf(db));
    if (found > 0 && found < NEWEST) await makeBackup(db, folder, now());
    orFailure(() => migrate(db));
    const reader = orFailure(() => openReader(path));
    const backups = keepBackups(db, folder, now, onTrouble);
    // A library that was just made holds nothing yet; the first hour's look finds that it is due.
    if (found > 0) backups.backUpIfDue();
    return answer({ folder, now, reader, writer: db, backups, recovered, unlock });
  } catch (error) {
    writer?.close();
    unlock();
    throw error;
  }
};

interface Parts {
  readonly folder: string;
  readonly now: () => number;
  readonly reader: LibraryReader;
  readonly writer: LibraryWriter;
  readonly backups: BackupKeeper;
  readonly recovered: string | null;
  readonly unlock: () => void;
}

const answer = ({ folder, now, reader, writer, backups, recovered, unlock }: Parts): Library => {
  const isThere = (path: string): Promise<boolean> =>
    access(path).then(
      () => true,
      () => false,
    );
  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await backups.close();
    reader.close();
    writer.close();
    unlock();
  };
  return {
    search: (query) => orFailure(() => searchAssets(reader, query)),
    asset: (id) => orFailure(() => readAsset(reader, id)),
    row: (id) => orFailure(() => readRow(reader, id)),
    summary: () =>
      orFailure(() => ({ ...readSummary(reader), backedUpAt: listBackups(folder)[0]?.at ?? null, recovered })),
    waiting: () => orFailure(() => readWaiting(reader)),
    missing: () => orFailure(() => readMissing(reader)),
    allPaths: () => orFailure(() => readPlaces(reader)),
    placeAt: (path) => orFailure(() => readPlaceAt(reader, path)),
    pathOf: (id) => orFailure(() => readRow(reader, id)).path,

    async addFile(file) {
      for (;;) {
        const before = orFailure(() => heldPath(reader, file.id));
        const stands = before !== null && before !== file.path && (await isThere(before));
        // Another file with the same bytes may have come in meanwhile: then its place is the one to look at.
        if (orFailure(() => heldPath(reader, file.id)) === before)
          return orFailure(() => addFile(writer, file, stands, now()));
      }
    },
    setAnalysis: (id, analysis) => orFailure(() => setAnalysis(writer, id, analysis)),
    setFailed: (id, problem) => orFailure(() => setFailed(writer, id, problem)),
    markMissing: (id, missing) => orFailure(() => markMissing(writer, id, missing)),
    relink(id, path, modifiedAt) {
      orFailure(() => relink(writer, id, path, modifiedAt));
      return orFailure(() => readRow(reader, id));
    },

    edit: (ids, change) => orFailure(() => editAssets(writer, ids, change)),
    remove: (ids) => orFailure(() => removeAssets(writer, ids)),
    undo: () => orFailure(() => undoEdit(writer)),
    redo: () => orFailure(() => redoEdit(writer)),
    history: () => orFailure(() => historyState(reader)),

    rememberWorkout: (path, at) => orFailure(() => rememberWorkout(writer, path, at)),
    forgetWorkout: (path) => orFailure(() => forgetWorkout(writer, path)),
    workouts: () => orFailure(() => listWorkouts(reader)),
    recordExport: (record) => orFailure(() => recordExport(writer, record)),
    exports: (workoutPath) => orFailure(() => listExports(reader, workoutPath)),
    rememberCuelist: (path, at) => orFailure(() => rememberCuelist(writer, path, at)),
    forgetCuelist: (path) => orFailure(() => forgetCuelist(writer, path)),
    cuelists: () => orFailure(() => listCuelists(reader)),
    documents: answerDocuments(reader, writer),
    exportQueue: answerExports(reader, writer),

    async backUp() {
      return (await backups.backUp()).at;
    },
    holdBackups: backups.hold,
    close() {
      closed ??= close();
      return closed;
    },
  };
};

const answerDocuments = (reader: LibraryReader, writer: LibraryWriter): LibraryDocuments => ({
  read: (path) => orFailure(() => readDocument(reader, path)),
  keep: (kept) => orFailure(() => keepDocument(writer, kept)),
  unsaved: (kind) => orFailure(() => listUnsaved(reader, kind)),
  imported: (from, hash) => orFailure(() => listImported(reader, from, hash)),
  add: (path, state, edit) => orFailure(() => addDocumentEdit(writer, path, state, edit)),
  replace: (path, state, number, edit) => orFailure(() => replaceDocumentEdit(writer, path, state, number, edit)),
  mark: (path, state, number, undone) => orFailure(() => markDocumentEdit(writer, path, state, number, undone)),
  last: (path) => orFailure(() => lastDocumentEdit(reader, path)),
  next: (path) => orFailure(() => nextDocumentEdit(reader, path)),
  history: (path) => orFailure(() => documentHistory(reader, path)),
  labels: (path) => orFailure(() => documentLabels(reader, path)),
  beginWrite: (path, hash) => orFailure(() => beginDocumentWrite(writer, path, hash)),
  endWrite: (path, saved) => orFailure(() => endDocumentWrite(writer, path, saved)),
});
