import { basename, resolve } from 'node:path';
import type { EditChange, EditPlace } from '../contract/index.ts';
import type { Library } from '../library/index.ts';
import {
  applyWorkoutEdits,
  CueforgeError,
  type MusicFacts,
  readWorkoutDocument,
  toFailure,
  type Workout,
  type WorkoutDocument,
  type WorkoutEdit,
  withStableIds,
} from '../model/index.ts';
import { type DocumentEditor, type FiledKind, openDocument, realPathOf, watchDocuments } from './document-editor.ts';
import type { DocumentChange } from './edited-document.ts';
import type { EditedWorkout, WorkoutEditors, WorkoutMaterials } from './editor-ports.ts';
import { importWorkout, isImport } from './import-workout.ts';
import { parseWorkoutText, readWorkoutText } from './load-workout.ts';
import { touchedBetween } from './touched.ts';

/** What whoever opens a workout is told after another program changed it. */
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

type Editor = DocumentEditor<WorkoutDocument, { readonly workout: Workout }>;

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
  const stopLooking = watchDocuments(() => open.values());

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

  const editorOf = async (asked: string): Promise<Editor> => {
    if (closing !== null) throw new CueforgeError('cancelled', 'The studio is closing');
    const path = isImport(asked) ? await importWorkout(resolve(asked), documents) : resolve(asked);
    const known = open.get(path);
    if (known) return known;
    const real = await realPathOf(path);
    const editor =
      opening.get(real) ??
      openDocument(path, WORKOUTS, {
        ...{ documents, now: host.now, log: host.log, changed: tell },
        saved: (each) => host.saved(placeOf(each)),
      });
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
    stopLooking();
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

const WORKOUTS: FiledKind<WorkoutDocument, { readonly workout: Workout }> = {
  name: 'workout',
  readText: readWorkoutText,
  parse: (path, text) => withStableIds(parseWorkoutText(path, text).document),
  touchedBetween,
  read(document) {
    const { workout, problems } = readWorkoutDocument(document);
    if (workout !== null) return { workout };
    const found = problems.map(({ path, message }) => `${path}: ${message}`).slice(0, 3);
    throw new CueforgeError('bad-argument', `The workout would not be a sound one: ${found.join('; ')}`, { problems });
  },
};
