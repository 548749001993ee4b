import { inTransaction, type LibraryReader, type LibraryWriter, statement } from './connection.ts';
import type {
  DocumentEdit,
  DocumentKindName,
  DocumentSaved,
  DocumentState,
  HistoryState,
  KeptDocument,
} from './shapes.ts';

type Row = Omit<KeptDocument, 'document'> & { document: string };

const COLUMNS = `path, kind, document, revision, original, file_hash AS fileHash, writing_hash AS writingHash,
  saved_revision AS savedRevision, saved_at AS savedAt, imported_from AS importedFrom, imported_hash AS importedHash`;

/** A file as it is edited; null: it never was. */
export const readDocument = (db: LibraryReader, path: string): KeptDocument | null => {
  const row = statement(db, `SELECT ${COLUMNS} FROM documents WHERE path = ?`).get(path) as Row | undefined;
  return row === undefined ? null : { ...row, document: JSON.parse(row.document) as unknown };
};

/** Paths of documents of a kind whose files are behind. */
export const listUnsaved = (db: LibraryReader, kind: DocumentKindName): string[] =>
  statement(db, 'SELECT path FROM documents WHERE saved_revision < revision AND kind = ? ORDER BY path')
    .pluck()
    .all(kind) as string[];

/** Where what a file was turned into is; the newest first. */
export const listImported = (db: LibraryReader, from: string, hash: string): string[] =>
  statement(db, 'SELECT path FROM documents WHERE imported_from = ? AND imported_hash = ? ORDER BY rowid DESC')
    .pluck()
    .all(from, hash) as string[];

/** Begins to keep a document, without a history; what was kept under its path gives way. */
export const keepDocument = (db: LibraryWriter, kept: KeptDocument): void =>
  inTransaction(db, () => {
    statement(db, 'DELETE FROM documents WHERE path = ?').run(kept.path);
    statement(
      db,
      `INSERT INTO documents (path, kind, document, revision, original, file_hash, writing_hash, saved_revision, saved_at,
         imported_from, imported_hash)
       VALUES (@path, @kind, @document, @revision, @original, @fileHash, @writingHash, @savedRevision, @savedAt,
         @importedFrom, @importedHash)`,
    ).run({ ...kept, document: JSON.stringify(kept.document) });
  });

/** Keeps an edit and what it made of the document. What was undone gives way. */
export const addDocumentEdit = (
  db: LibraryWriter,
  path: string,
  state: DocumentState,
  edit: Omit<DocumentEdit, 'number'>,
): void =>
  inTransaction(db, () => {
    setState(db, path, state);
    statement(db, 'DELETE FROM document_edits WHERE path = ? AND undone = 1').run(path);
    statement(
      db,
      `INSERT INTO document_edits (path, number, label, merge_key, forward, inverse, at)
       SELECT @path, coalesce(max(number), 0) + 1, @label, @mergeKey, @forward, @inverse, @at
       FROM document_edits WHERE path = @path`,
    ).run({ path, ...edit, ...asText(edit), at: Math.round(edit.at) });
  });

/** Puts another edit in the place of one; null: takes it out, since it and what came to it change nothing. */
export const replaceDocumentEdit = (
  db: LibraryWriter,
  path: string,
  state: DocumentState,
  number: number,
  edit: Pick<DocumentEdit, 'forward' | 'inverse' | 'at'> | null,
): void =>
  inTransaction(db, () => {
    setState(db, path, state);
    if (edit === null) statement(db, 'DELETE FROM document_edits WHERE path = ? AND number = ?').run(path, number);
    else
      statement(
        db,
        `UPDATE document_edits SET forward = @forward, inverse = @inverse, at = @at
         WHERE path = @path AND number = @number`,
      ).run({ path, number, ...asText(edit), at: Math.round(edit.at) });
  });

/** Marks an edit as undone or done again, and keeps what that made of the document. */
export const markDocumentEdit = (
  db: LibraryWriter,
  path: string,
  state: DocumentState,
  number: number,
  undone: boolean,
): void =>
  inTransaction(db, () => {
    setState(db, path, state);
    statement(db, 'UPDATE document_edits SET undone = ? WHERE path = ? AND number = ?').run(
      undone ? 1 : 0,
      path,
      number,
    );
  });

const NEXT_UNDO = 'FROM document_edits WHERE path = ? AND undone = 0 ORDER BY number DESC LIMIT 1';
const NEXT_REDO = 'FROM document_edits WHERE path = ? AND undone = 1 ORDER BY number LIMIT 1';
const EDIT = 'number, label, merge_key AS mergeKey, forward, inverse, at';

/** The edit that is undone next; null: none. */
export const lastDocumentEdit = (db: LibraryReader, path: string): DocumentEdit | null => toEdit(db, NEXT_UNDO, path);

/** The edit that is done again next; null: none. */
export const nextDocumentEdit = (db: LibraryReader, path: string): DocumentEdit | null => toEdit(db, NEXT_REDO, path);

const toEdit = (db: LibraryReader, next: string, path: string): DocumentEdit | null => {
  const row = statement(db, `SELECT ${EDIT} ${next}`).get(path) as
    | (Omit<DocumentEdit, 'forward' | 'inverse'> & { forward: string; inverse: string })
    | undefined;
  if (row === undefined) return null;
  return {
    ...row,
    forward: JSON.parse(row.forward) as unknown[],
    inverse: JSON.parse(row.inverse) as unknown[],
  };
};

/** What can be undone and redone next in a document. */
export const documentHistory = (db: LibraryReader, path: string): HistoryState => ({
  undo: (statement(db, `SELECT label ${NEXT_UNDO}`).pluck().get(path) as string | undefined) ?? null,
  redo: (statement(db, `SELECT label ${NEXT_REDO}`).pluck().get(path) as string | undefined) ?? null,
});

/** Labels of everything that was done, the newest last, and how many of the last are undone. */
export const documentLabels = (db: LibraryReader, path: string): { labels: string[]; undone: number } => {
  const rows = statement(db, 'SELECT label, undone FROM document_edits WHERE path = ? ORDER BY number').all(path) as {
    label: string;
    undone: number;
  }[];
  return { labels: rows.map(({ label }) => label), undone: rows.filter(({ undone }) => undone === 1).length };
};

/** Says what the file is about to be: should this process end at it, the file is not taken for another program's. */
export const beginDocumentWrite = (db: LibraryWriter, path: string, hash: string): void => {
  statement(db, 'UPDATE documents SET writing_hash = ? WHERE path = ?').run(hash, path);
};

/** Says that file and document agree. */
export const endDocumentWrite = (db: LibraryWriter, path: string, { fileHash, revision, at }: DocumentSaved): void => {
  statement(
    db,
    'UPDATE documents SET file_hash = ?, writing_hash = NULL, saved_revision = ?, saved_at = ? WHERE path = ?',
  ).run(fileHash, revision, Math.round(at), path);
};

const setState = (db: LibraryWriter, path: string, { document, revision }: DocumentState): void => {
  statement(db, 'UPDATE documents SET document = ?, revision = ? WHERE path = ?').run(
    JSON.stringify(document),
    revision,
    path,
  );
};

const asText = ({ forward, inverse }: Pick<DocumentEdit, 'forward' | 'inverse'>) => ({
  forward: JSON.stringify(forward),
  inverse: JSON.stringify(inverse),
});
