import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DocumentKindName, KeptDocument, LibraryDocuments } from '../library/index.ts';
import { sameJson, toFailure } from '../model/index.ts';
import { sweepPartials } from '../render/index.ts';
import { createDocumentFile, type DocumentFile, type DocumentFileParts } from './document-file.ts';
import { type DocumentChange, type DocumentKind, type EditedDocument, resumeDocument } from './edited-document.ts';
import { hashOfText, layoutOf, writeLaidOut } from './workout-text.ts';
import { signatureOf } from './write-beside.ts';

/** What the history says of a change that another program made. */
const CHANGED_OUTSIDE = 'Changed outside Cueforge';
/** How often open documents are looked at for such a change; it costs a call of the system each. Milliseconds. */
const LOOK_EVERY = 2000;

/** A kind of document, with how its files are read. */
export interface FiledKind<Document extends object, Said extends object> extends DocumentKind<Document, Said> {
  readonly name: DocumentKindName;
  /** Throws where there is none, or it cannot be read. */
  readText(path: string): Promise<string>;
  /** What the text of its file says, with an id for everything. Throws where it is no such document. */
  parse(path: string, text: string): Document;
}

/** A document with its history and its file. */
export interface DocumentEditor<Document extends object, Said extends object> {
  readonly document: EditedDocument<Document, Said>;
  readonly file: DocumentFile;
  /** Another program changed the file, and nobody was told yet. */
  changedOutside: boolean;
}

export interface EditorHost<Document extends object, Said extends object> {
  readonly documents: LibraryDocuments;
  /** Milliseconds since 1970. */
  now(): number;
  log(line: string): void;
  /** Another program's change was taken in: the file is to be written, and others are to be told. */
  changed(editor: DocumentEditor<Document, Said>, change: DocumentChange): void;
  /** The file was written, or could not be. */
  saved(editor: DocumentEditor<Document, Said>): void;
  /** Throws while a change from outside must wait; the file's state says why. Default: it never does. */
  admit?(): void;
}

/** Opens the file of a document: goes on where the library is, or begins a history. `path` is absolute. */
export const openDocument = async <Document extends object, Said extends object>(
  path: string,
  kind: FiledKind<Document, Said>,
  host: EditorHost<Document, Said>,
): Promise<DocumentEditor<Document, Said>> => {
  const { documents } = host;
  type Editor = DocumentEditor<Document, Said>;

  const start = (
    kept: { readonly path: string; readonly document: Document; readonly revision: number },
    known: DocumentFileParts<Document>['known'],
    texts: { readonly original: string; readonly found: string },
  ): Editor => {
    const document = resumeDocument(kept, kind, documents, host.now);
    let layout = layoutOf(texts.found);
    const file = createDocumentFile({
      ...{ path, known, library: documents, now: document.now, clock: host.now },
      readText: () => kind.readText(path),
      text: () => (document.isOriginal() ? texts.original : writeLaidOut(document.now().document, layout)),
      takeIn(text, last) {
        const outside = kind.parse(path, text);
        layout = layoutOf(text);
        if (last !== null && sameJson(outside, last)) return 'as-before';
        if (!sameJson(outside, document.now().document)) host.admit?.();
        const change = document.edit({ document: outside, label: CHANGED_OUTSIDE, touched: null }, null);
        if (change === null) return 'as-document';
        editor.changedOutside = true;
        host.changed(editor, change);
        return 'new';
      },
      onState: () => host.saved(editor),
    });
    const editor: Editor = { document, file, changedOutside: false };
    return editor;
  };

  /** Goes on where the library is; null: what an older Cueforge took for such a document is none for this one. */
  const resume = (kept: KeptDocument, text: string | null): Editor | null => {
    const { revision, savedRevision, savedAt, original, fileHash, writingHash } = kept;
    const found = text === null ? '' : hashOfText(text);
    try {
      return start(
        { path, revision, document: kept.document as Document },
        { hash: found === writingHash ? found : fileHash, revision: savedRevision, savedAt },
        { original, found: text ?? original },
      );
    } catch (error) {
      if (toFailure(error).code !== 'bad-argument') throw error;
      host.log(`The history of ${path} ends here: ${toFailure(error).message}`);
      return null;
    }
  };

  /** Begins a history. `revision`: the last one that anybody may have heard of. */
  const begin = async (text: string, revision: number): Promise<Editor> => {
    const document = kind.parse(path, text);
    const savedAt = (await signatureOf(path))?.modifiedAt ?? host.now();
    const [hash, first] = [hashOfText(text), revision + 1];
    const state = { path, document, revision: first };
    documents.keep({
      ...{ ...state, kind: kind.name, original: text, fileHash: hash, writingHash: null },
      ...{ savedRevision: first, savedAt, importedFrom: null, importedHash: null },
    });
    return start(state, { hash, revision: first, savedAt }, { original: text, found: text });
  };

  const kept = documents.read(path);
  const behind = kept !== null && kept.savedRevision < kept.revision;
  const text = await kind.readText(path).catch(async (error) => {
    // A file that is gone is written anew where it never had the last edits.
    if (behind && (await signatureOf(path).catch(() => undefined)) === null) return null;
    throw error;
  });
  await sweepPartials(dirname(path)).catch(() => undefined);
  const resumed = kept?.kind === kind.name ? resume(kept, text) : null;
  if (resumed === null) return begin(text ?? (await kind.readText(path)), kept?.revision ?? 0);
  await resumed.file.look();
  if (behind) resumed.file.soon();
  return resumed;
};

/** Looks at the files of open documents again and again, for what other programs write. Returns what ends it. */
export const watchDocuments = (open: () => Iterable<{ readonly file: DocumentFile }>): (() => void) => {
  const looking = setInterval(() => {
    for (const { file } of new Set(open())) {
      const { savedAt, saveTrouble } = file.state();
      if (savedAt !== null && saveTrouble === null) void file.look(); // else the next write looks
    }
  }, LOOK_EVERY);
  looking.unref();
  return () => clearInterval(looking);
};

/** Names one file, whichever links lead to it. */
export const realPathOf = (path: string): Promise<string> => realpath(path).catch(() => path);
