import { basename, dirname, resolve } from 'node:path';
import type { CuelistSummary } from '../../contract/index.ts';
import type { HistoryState, Library } from '../../library/index.ts';
import {
  allCues,
  applyCuelistEdits,
  CueforgeError,
  type Cuelist,
  type CuelistDocument,
  type CuelistEdit,
  changedCues,
  type Problem,
  readCuelistDocument,
  slug,
  toFailure,
  withStableCueIds,
} from '../../model/index.ts';
import { type DocumentEditor, type FiledKind, openDocument, realPathOf, watchDocuments } from '../document-editor.ts';
import type { DocumentChange } from '../edited-document.ts';
import { numberedNames, writeNew } from '../write-beside.ts';
import { CUELIST_ENDING, importCuelist, writeCuelist } from './cuelist-import.ts';
import { writtenInto } from './cuelist-paths.ts';
import { isOtherForm, parseCuelistText, readCuelistText } from './cuelist-text.ts';

/** What a cuelist's document says. */
interface Said {
  readonly cuelist: Cuelist;
  /** What is wrong with it; it plays past it. */
  readonly problems: readonly Problem[];
}

/** A cuelist as it is now. */
export interface CuelistNow extends Said {
  /** The absolute path of its file. */
  readonly path: string;
  /** Grows by one with every change, undo and redo included. */
  readonly revision: number;
  readonly document: CuelistDocument;
}

/** A cuelist that is edited: its document, its history, its file written behind. Nothing here waits but where it says so. */
export interface OpenCuelist {
  /** A new value with every change. */
  now(): CuelistNow;
  /** Labels of what can be undone and redone next. */
  history(): HistoryState;
  /** `savedAt` null: the file is behind. */
  saved(): { readonly savedAt: number | null; readonly saveTrouble: string | null };
  /**
   * Does edits as one entry of the history. Absolute paths of files below the cuelist's folder are written from there.
   * Throws `bad-argument` where an edit makes no sense, `show-mode` while it is locked: then none is done.
   */
  apply(
    edits: readonly CuelistEdit[],
    how: { readonly merge: string | null; readonly label: string | null },
  ): { readonly touched: readonly string[] };
  /** Throws `nothing-to-undo`, `show-mode`. */
  undo(): void;
  redo(): void;
  /** Show mode: while it is locked nothing changes it, no other program either; what one wrote is taken in afterwards. */
  setLocked(locked: boolean): void;
  /** Told when the document is another, or where its file is with it. Call the answer to stop. */
  onChange(listener: () => void): () => void;
  /** Resolves when the file has every edit. Throws why it cannot be written. */
  flush(): Promise<void>;
  /** Writes what is due and lets it go. */
  close(): Promise<void>;
}

/** The cuelists the studio knows. */
export interface CuelistEditors {
  /** Those that were opened or made, the newest first. */
  lists(): Promise<CuelistSummary[]>;
  /** Writes a new, empty cuelist, never over another file, and puts it on the list. Throws `folder-unwritable`. */
  create(name: string): Promise<{ readonly path: string }>;
  /** Puts a cuelist on the list, or moves it up. */
  remember(path: string): void;
  /** Takes a cuelist off the list; its file stays. */
  forget(path: string): void;
  /**
   * Opens a cuelist; a file of another form is turned into one of ours beside it. `list`: which of a session of several.
   * Opened twice, both are the same one. Throws `cuelist-missing`, `cuelist-invalid`.
   */
  open(path: string, list?: string): Promise<OpenCuelist>;
  /** Writes what a process that died had not written yet. */
  recover(): Promise<void>;
  /** Writes what is due and lets every cuelist go. */
  close(): Promise<void>;
}

export interface CuelistEditorsParts {
  readonly library: Pick<Library, 'documents' | 'rememberCuelist' | 'forgetCuelist' | 'cuelists'>;
  /** Where new cuelists go; made if need be. Asked each time: it is a setting. */
  folder(): string;
  /** Milliseconds since 1970. */
  now(): number;
  log(line: string): void;
}

type Editor = DocumentEditor<CuelistDocument, Said>;

/** An open cuelist, shared by all who opened it. */
interface Shared {
  readonly editor: Editor;
  readonly listeners: Set<() => void>;
  readonly lock: { locked: boolean };
  tell(): void;
  holders: number;
}

export const createCuelistEditors = (parts: CuelistEditorsParts): CuelistEditors => {
  const { library } = parts;
  const { documents } = library;
  /** By the file's real path: links to it lead to one editor. */
  const open = new Map<string, Promise<Shared>>();
  const ready = new Set<Shared>();
  /** Those whose files are written for the last time. */
  const leaving = new Map<string, Promise<void>>();
  let closing: Promise<void> | null = null;
  const stopLooking = watchDocuments(() => [...ready].map(({ editor }) => editor));

  const begin = async (path: string): Promise<Shared> => {
    const listeners = new Set<() => void>();
    const lock = { locked: false };
    const tell = (): void => {
      for (const listener of [...listeners]) {
        try {
          listener();
        } catch (error) {
          parts.log(`A listener to a cuelist failed: ${error}`);
        }
      }
    };
    const editor: Editor = await openDocument(path, CUELISTS, {
      ...{ documents, now: parts.now, log: parts.log, saved: tell },
      changed(changed, _: DocumentChange) {
        changed.file.soon();
        tell();
      },
      admit() {
        if (lock.locked)
          throw new CueforgeError(
            'show-mode',
            `${basename(path)} was changed by another program; that is taken in when Show mode ends`,
          );
      },
    });
    const shared = { editor, listeners, lock, tell, holders: 0 };
    ready.add(shared);
    return shared;
  };

  const letGo = async (real: string, shared: Shared): Promise<void> => {
    shared.holders -= 1;
    if (shared.holders > 0) return;
    open.delete(real);
    ready.delete(shared);
    const left = shared.editor.file.close().finally(() => leaving.delete(real));
    leaving.set(real, left);
    await left;
  };

  /** What one of those who opened it holds. */
  const hold = (real: string, shared: Shared): OpenCuelist => {
    const { editor, listeners, lock, tell } = shared;
    const { document, file } = editor;
    const own = new Set<() => void>();
    let closed: Promise<void> | null = null;
    shared.holders += 1;
    const change = (make: () => DocumentChange | null): void => {
      if (lock.locked) throw new CueforgeError('show-mode', 'The list is locked in Show mode');
      if (make() === null) return;
      file.soon();
      tell();
    };
    return {
      now: document.now,
      history: document.history,
      saved: file.state,
      apply(edits, { merge, label }) {
        let touched: readonly string[] = [];
        change(() => {
          const { path, document: before } = document.now();
          const made = applyCuelistEdits(before, writtenInto(dirname(path), edits));
          touched = made.touched;
          return document.edit({ ...made, said: made.read, label: label ?? made.label }, merge);
        });
        return { touched };
      },
      undo: () => change(document.undo),
      redo: () => change(document.redo),
      setLocked(locked) {
        if (lock.locked === locked) return;
        lock.locked = locked;
        if (!locked) void file.look();
      },
      onChange(listener) {
        const mine = (): void => listener();
        listeners.add(mine);
        own.add(mine);
        return () => {
          listeners.delete(mine);
          own.delete(mine);
        };
      },
      flush: file.flush,
      close() {
        for (const listener of own) listeners.delete(listener);
        closed ??= letGo(real, shared);
        return closed;
      },
    };
  };

  const openFile = async (path: string): Promise<OpenCuelist> => {
    if (closing !== null) throw new CueforgeError('cancelled', 'The studio is closing');
    const real = await realPathOf(path);
    await leaving.get(real);
    const opening = open.get(real) ?? begin(path);
    open.set(real, opening);
    try {
      const shared = await opening;
      // Whoever opened it first may have let it go meanwhile.
      return ready.has(shared) ? hold(real, shared) : openFile(path);
    } catch (error) {
      if (open.get(real) === opening) open.delete(real);
      throw error;
    }
  };

  /** The file of ours that another one becomes. One that is gone, or not ours to read, is told of when it is opened. */
  const ownFileOf = async (path: string, list: string | undefined): Promise<string> => {
    if (documents.read(path)?.kind === 'cuelist') return path;
    const text = await readCuelistText(path);
    return isOtherForm(path, text) ? importCuelist(path, text, list, documents) : path;
  };

  const summarise = async (path: string, openedAt: number): Promise<CuelistSummary> => {
    try {
      const shared = await open.get(await realPathOf(path));
      const { cuelist } = shared?.editor.document.now() ?? parseCuelistText(path, await readCuelistText(path));
      return { path, name: cuelist.name, cues: allCues(cuelist.cues).length, openedAt, trouble: null };
    } catch (error) {
      const name = basename(path).replace(/(\.cuelist)?\.[^.]*$/, '');
      return { path, name, cues: 0, openedAt, trouble: toFailure(error).message };
    }
  };

  const close = async (): Promise<void> => {
    stopLooking();
    await Promise.allSettled(open.values());
    await Promise.all([...[...ready].map(({ editor }) => editor.file.close()), ...leaving.values()]);
  };

  return {
    lists: () => Promise.all(library.cuelists().map(({ path, openedAt }) => summarise(path, openedAt))),
    async create(name) {
      const path = await writeNew(parts.folder(), numberedNames(slug(name, 'cuelist'), CUELIST_ENDING), (file) => {
        const id = basename(file, CUELIST_ENDING);
        return writeCuelist({ version: 1, id, name: name.trim() || id, cues: [] });
      });
      library.rememberCuelist(path, parts.now());
      return { path };
    },
    remember: (path) => library.rememberCuelist(resolve(path), parts.now()),
    forget: (path) => library.forgetCuelist(path),
    async open(asked, list) {
      const path = await ownFileOf(resolve(asked), list);
      const opened = await openFile(path);
      if (path !== resolve(asked)) library.forgetCuelist(resolve(asked));
      library.rememberCuelist(opened.now().path, parts.now());
      return opened;
    },
    async recover() {
      for (const path of documents.unsaved('cuelist')) {
        try {
          const opened = await openFile(path);
          await opened.flush().finally(opened.close);
        } catch (error) {
          parts.log(`${path} is not written yet: ${toFailure(error).message}`);
        }
      }
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
};

const CUELISTS: FiledKind<CuelistDocument, Said> = {
  name: 'cuelist',
  readText: readCuelistText,
  parse(path, text) {
    // What was made into one of ours is no other form any more: it would lose what it says.
    if (isOtherForm(path, text))
      throw new CueforgeError('cuelist-invalid', `${path} is no cuelist file any more: it has no id, or several lists`);
    return withStableCueIds(parseCuelistText(path, text).document);
  },
  touchedBetween: changedCues,
  read(document) {
    const { cuelist, problems } = readCuelistDocument(document);
    if (cuelist !== null) return { cuelist, problems };
    const found = problems.map(({ path, message }) => `${path}: ${message}`).slice(0, 3);
    throw new CueforgeError('bad-argument', `The cuelist would not be a sound one: ${found.join('; ')}`, { problems });
  },
};
