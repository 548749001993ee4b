import { realpath } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { EditChange, EditPlace } from '../contract/index.ts';
import type { KeptDocument, Library } from '../library/index.ts';
import {
  applyWorkoutEdits,
  CueforgeError,
  type MusicFacts,
  readWorkoutDocument,
  sameJson,
  toFailure,
  type Workout,
  type WorkoutDocument,
  type WorkoutEdit,
  withStableIds,
} from '../model/index.ts';
import { sweepPartials } from '../render/index.ts';
import { createDocumentFile, type DocumentFile, type DocumentFileParts } from './document-file.ts';
import { type DocumentChange, type DocumentKind, type EditedDocument, resumeDocument } from './edited-document.ts';
import type { EditedWorkout, WorkoutEditors, WorkoutMaterials } from './editor-ports.ts';
import { importWorkout, isImport } from './import-workout.ts';
import { parseWorkoutText, readWorkoutText } from './load-workout.ts';
import { touchedBetween } from './touched.ts';
import { hashOfText, layoutOf, writeLaidOut } from './workout-text.ts';
import { signatureOf } from './write-beside.ts';

/** What the history says of a change that another program made. */
const CHANGED_OUTSIDE = 'Changed outside Cueforge';
/** How often open workouts are looked at for such a change; it costs a call of the system each. Milliseconds. */
const LOOK_EVERY = 2000;
/** And whoever opens the workout then. */
const NOTICE = 'was changed by another program. What it says now is shown; Undo goes back to how it was here.';

export interface EditorsHost {
  readonly library: Pick<Library, 'documents' | 'rememberWorkout' | 'forgetWorkout'>;
  /** What edits are reckoned with. Asked when it is needed: it may itself need the editors. */
  materials(): WorkoutMaterials;
  /** Milliseconds since 1970. */
  now(): number;
  changed(change: EditChange): void;
  saved(place: EditPlace): void;
  /** A workout came onto the shelf. */
  shelved(): void;
  log(line: string): void;
}

/** The editors as the commands use them; each call names a workout by its file and opens it where it is not open. */
export interface OpenWorkoutEditors extends WorkoutEditors {
  open(path: string): Promise<EditPlace & { document: WorkoutDocument; notice: string | null }>;
  /** Throws `bad-argument` where an edit makes no sense: then none is done. */
  apply(
    path: string,
    edits: readonly WorkoutEdit[],
    how: { readonly merge: string | null; readonly label: string | null },
    signal: AbortSignal,
  ): Promise<EditPlace & { touched: string[] }>;
  /** Throws `nothing-to-undo`. */
  undo(path: string): Promise<EditPlace>;
  redo(path: string): Promise<EditPlace>;
  history(path: string): Promise<{ labels: string[]; undone: number }>;
  /** A workout that is open, as it is now; null: it is not open. */
  opened(path: string): EditedWorkout | null;
  /** Resolves when the file has every edit; at once where it is not open. Throws why it cannot be written. */
  flush(path: string): Promise<void>;
  /** Writes what a process that died had not written yet. */
  recover(): Promise<void>;
  /** Writes what is due and lets every workout go. */
  close(): Promise<void>;
}

interface Editor {
  readonly document: EditedDocument<WorkoutDocument, { readonly workout: Workout }>;
  readonly file: DocumentFile;
  /** Another program changed the file, and nobody was told yet. */
  changedOutside: boolean;
}

/**
 * The owner of the workouts that are edited: for each, the document, its history and its file. A document is changed in
 * one turn of the event loop (reckon, commit, tell), so that the calls of several windows come one after the other.
 */
export const createWorkoutEditors = (host: EditorsHost): OpenWorkoutEditors => {
  const { documents } = host.library;
  /** By the file's real path: links to it lead to one editor. */
  const opening = new Map<string, Promise<Editor>>();
  /** By every path that it was asked for by. */
  const open = new Map<string, Editor>();
  const listeners = new Set<(workout: EditedWorkout) => void>();
  let closing: Promise<void> | null = null;
  const looking = setInterval(() => {
    for (const { file } of new Set(open.values())) {
      const { savedAt, saveTrouble } = file.state();
      if (savedAt !== null && saveTrouble === null) void file.look(); // else the next write looks
    }
  }, LOOK_EVERY);
  looking.unref();

  const placeOf = ({ document, file }: Editor): EditPlace => {
    const { path, revision } = document.now();
    return { path, revision, history: document.history(), ...file.state() };
  };

  /** Tells everybody of a change, and has the file written. */
  const tell = (editor: Editor, { patches, label, touched }: DocumentChange): void => {
    editor.file.soon();
    host.changed({ ...placeOf(editor), patches, label, touched });
    for (const listener of [...listeners]) {
      try {
        listener(editor.document.now());
      } catch (error) {
        host.log(`A listener to edits failed: ${error}`);
      }
    }
  };

  const start = (
    kept: { readonly path: string; readonly document: WorkoutDocument; readonly revision: number },
    known: DocumentFileParts<WorkoutDocument>['known'],
    texts: { readonly original: string; readonly found: string },
  ): Editor => {
    const { path } = kept;
    const document = resumeDocument(kept, WORKOUTS, documents, host.now);
    let layout = layoutOf(texts.found);
    const file = createDocumentFile({
      ...{ path, known, library: documents, now: document.now, clock: host.now },
      readText: () => readWorkoutText(path),
      text: () => (document.isOriginal() ? texts.original : writeLaidOut(document.now().document, layout)),
      takeIn(text, last) {
        const outside = withStableIds(parseWorkoutText(path, text).document);
        layout = layoutOf(text);
        if (last !== null && sameJson(outside, last)) return 'as-before';
        const change = document.edit({ document: outside, label: CHANGED_OUTSIDE, touched: null }, null);
        if (change === null) return 'as-document';
        editor.changedOutside = true;
        tell(editor, change);
        return 'new';
      },
      onState: () => host.saved(placeOf(editor)),
    });
    const editor: Editor = { document, file, changedOutside: false };
    return editor;
  };

  const openEditor = async (path: string): Promise<Editor> => {
    const kept = documents.read(path);
    const behind = kept !== null && kept.savedRevision < kept.revision;
    const text = await readWorkoutText(path).catch(async (error) => {
      // A file that is gone is written anew where it never had the last edits.
      if (behind && (await signatureOf(path).catch(() => undefined)) === null) return null;
      throw error;
    });
    await sweepPartials(dirname(path)).catch(() => undefined);
    const resumed = kept?.kind === 'workout' ? resume(kept, text) : null;
    if (resumed === null) return begin(path, text ?? (await readWorkoutText(path)), kept?.revision ?? 0);
    await resumed.file.look();
    if (behind) resumed.file.soon();
    return resumed;
  };

  /** Goes on where the library is; null: what an older Cueforge took for a workout is none for this one. */
  const resume = (kept: KeptDocument, text: string | null): Editor | null => {
    const { path, revision, savedRevision, savedAt, original, fileHash, writingHash } = kept;
    const found = text === null ? '' : hashOfText(text);
    try {
      return start(
        { path, revision, document: kept.document as WorkoutDocument },
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
  const begin = async (path: string, text: string, revision: number): Promise<Editor> => {
    const document = withStableIds(parseWorkoutText(path, text).document);
    const savedAt = (await signatureOf(path))?.modifiedAt ?? host.now();
    const [hash, first] = [hashOfText(text), revision + 1];
    const state = { path, document, revision: first };
    documents.keep({
      ...{
        ...state,
        kind: 'workout',
        original: text,
        fileHash: hash,
        writingHash: null,
        savedRevision: first,
        savedAt,
      },
      ...{ importedFrom: null, importedHash: null },
    });
    return start(state, { hash, revision: first, savedAt }, { original: text, found: text });
  };

  const editorOf = async (asked: string): Promise<Editor> => {
    if (closing !== null) throw new CueforgeError('cancelled', 'The studio is closing');
    const path = isImport(asked) ? await importWorkout(resolve(asked), documents) : resolve(asked);
    const known = open.get(path);
    if (known) return known;
    const real = await realpath(path).catch(() => path);
    const editor = opening.get(real) ?? openEditor(path);
    opening.set(real, editor);
    try {
      const opened = await editor;
      open.set(opened.document.now().path, opened);
      open.set(path, opened);
      return opened;
    } catch (error) {
      opening.delete(real);
      throw error;
    }
  };

  /** Facts of music that edits bring in and that is not known yet. */
  const measure = async (
    workout: EditedWorkout,
    edits: readonly WorkoutEdit[],
    signal: AbortSignal,
  ): Promise<MusicFacts> => {
    const { facts } = host.materials().of(workout);
    const files = edits.flatMap((edit) => {
      if (edit.op === 'tracks.add') return edit.tracks.map(({ file }) => file);
      return edit.op === 'tracks.change' && edit.change.file ? [edit.change.file] : [];
    });
    const fresh = [...new Set(files)].filter((file) => !facts.has(file));
    const measured = await Promise.all(fresh.map((file) => host.materials().measureMusic(workout, file, signal)));
    return new Map(measured.flatMap((each) => [...each]));
  };

  const step = async (path: string, direction: 'undo' | 'redo'): Promise<EditPlace> => {
    const editor = await editorOf(path);
    tell(editor, editor.document[direction]());
    return placeOf(editor);
  };

  const close = async (): Promise<void> => {
    clearInterval(looking);
    await Promise.allSettled(opening.values());
    await Promise.all([...new Set(open.values())].map(({ file }) => file.close()));
  };

  return {
    async open(asked) {
      const path = resolve(asked);
      const wasOpen = open.has(path);
      const editor = await editorOf(path);
      if (wasOpen) await editor.file.look();
      const { document, path: now } = editor.document.now();
      if (!wasOpen) {
        if (isImport(path)) host.library.forgetWorkout(path);
        host.library.rememberWorkout(now, host.now());
        host.shelved();
      }
      const notice = editor.changedOutside ? `${basename(now)} ${NOTICE}` : null;
      editor.changedOutside = false;
      return { ...placeOf(editor), document, notice };
    },
    async apply(path, edits, { merge, label }, signal) {
      const editor = await editorOf(path);
      const measured = await measure(editor.document.now(), edits, signal);
      // From here to the end nothing waits: no other edit comes between what is reckoned with and what is committed.
      const now = editor.document.now();
      const facts = new Map([...host.materials().of(now).facts, ...measured]);
      const made = applyWorkoutEdits(now.document, edits, facts);
      const { workout, ...rest } = made;
      const said = workout && { workout };
      const change = editor.document.edit({ ...rest, said, label: label ?? made.label }, merge);
      if (change !== null) tell(editor, change);
      return { ...placeOf(editor), touched: [...made.touched] };
    },
    undo: (path) => step(path, 'undo'),
    redo: (path) => step(path, 'redo'),
    history: async (path) => (await editorOf(path)).document.labels(),
    get: async (path) => (await editorOf(path)).document.now(),
    opened: (path) => open.get(resolve(path))?.document.now() ?? null,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush: async (path) => open.get(resolve(path))?.file.flush(),
    async recover() {
      for (const path of documents.unsaved('workout'))
        await editorOf(path).catch((error) => host.log(`${path} is not written yet: ${toFailure(error).message}`));
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
};

const WORKOUTS: DocumentKind<WorkoutDocument, { readonly workout: Workout }> = {
  touchedBetween,
  read(document) {
    const { workout, problems } = readWorkoutDocument(document);
    if (workout !== null) return { workout };
    const found = problems.map(({ path, message }) => `${path}: ${message}`).slice(0, 3);
    throw new CueforgeError('bad-argument', `The workout would not be a sound one: ${found.join('; ')}`, { problems });
  },
};
