import { apply } from 'mutative';
import { create } from 'zustand';
import type { EditChange, EditPlace, Material, MaterialChange } from '../../src/contract/index.ts';
import {
  readWorkoutDocument,
  toFailure,
  type Workout,
  type WorkoutDocument,
  type WorkoutEdit,
} from '../../src/model/index.ts';
import { ask } from '../state/ask.ts';
import { chooseWorkout } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { tellFailure } from '../state/toasts.ts';

/** What is chosen on the timeline and shown in the inspector. */
export interface Selection {
  readonly cues: ReadonlySet<string>;
  /** The cue that the inspector shows and that Shift extends from: the one chosen last. */
  readonly lead: string | null;
  readonly segment: string | null;
  readonly track: string | null;
  readonly marker: string | null;
}
export const NOTHING_SELECTED: Selection = { cues: new Set(), lead: null, segment: null, track: null, marker: null };

/** What a drag, a nudge or a drop snaps to. */
export type Snap = 'off' | 'beat' | 'bar' | 'phrase' | 'segment';

/**
 * The workout that is open in Edit. The studio owns it: this is a copy that follows it by patches, and nothing here
 * changes it before the studio has. `selection`, `variant` and `snap` are this window's own.
 */
export interface EditorState {
  readonly stage: 'closed' | 'opening' | 'open' | 'failed';
  readonly path: string | null;
  /** Why it is `failed`: a sentence. */
  readonly trouble: string | null;
  readonly place: EditPlace | null;
  readonly document: WorkoutDocument | null;
  /** The document in the model's units. */
  readonly workout: Workout | null;
  readonly material: Material | null;
  /** The variant that is heard and drawn: an id, or `music`. */
  readonly variant: string;
  readonly selection: Selection;
  readonly snap: Snap;
}

export const useEditor = create<EditorState>()(() => ({
  stage: 'closed',
  path: null,
  trouble: null,
  place: null,
  document: null,
  workout: null,
  material: null,
  variant: 'music',
  selection: NOTHING_SELECTED,
  snap: 'beat',
}));

let opening = 0;

/** Opens a workout in the editor; what was open is left. Resolves when it is open or has failed. */
export const openEditor = async (path: string): Promise<void> => {
  const number = ++opening;
  const before = useEditor.getState();
  useEditor.setState(
    before.path === path
      ? { stage: before.document ? 'open' : 'opening', trouble: null }
      : {
          stage: 'opening',
          path,
          trouble: null,
          place: null,
          document: null,
          workout: null,
          material: null,
          selection: NOTHING_SELECTED,
        },
  );
  try {
    const { document, notice, ...place } = await ask('edit.open', { path });
    if (number !== opening) return;
    // A .zwo or .csv has become a workout file beside it, and is that one from now on.
    if (place.path !== path) chooseWorkout(place.path);
    const { workout } = readWorkoutDocument(document);
    const { variant } = useEditor.getState();
    const known = workout?.variants.some(({ id }) => id === variant) || (variant === 'music' && before.path === path);
    useEditor.setState({
      ...{ stage: 'open', path: place.path, place, document, workout },
      variant: known ? variant : (workout?.variants[0]?.id ?? 'music'),
    });
    if (notice !== null) tellFailure('The file was changed elsewhere', notice);
    const material = await ask('edit.material', { path: place.path });
    if (number === opening) useEditor.setState({ material });
  } catch (error) {
    if (number === opening) useEditor.setState({ stage: 'failed', trouble: toFailure(error).message });
  }
};

/**
 * Does edits as one step of undo. `merge`: calls in a row with the same words become one step (a drag, a slider).
 * True when they were done; a failure is told to the user.
 */
export const edit = async (
  edits: readonly WorkoutEdit[],
  { merge = null, label = null }: { merge?: string | null; label?: string | null } = {},
): Promise<readonly string[] | null> => {
  const { path } = useEditor.getState();
  if (path === null || edits.length === 0) return null;
  try {
    const { touched } = await ask('edit.apply', { path, edits: [...edits], merge, label });
    return touched;
  } catch (error) {
    tellFailure('That could not be done', toFailure(error).message);
    return null;
  }
};

const step = async (command: 'edit.undo' | 'edit.redo'): Promise<void> => {
  const { path } = useEditor.getState();
  if (path === null) return;
  try {
    await ask(command, { path });
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code !== 'nothing-to-undo') tellFailure('That could not be done', failure.message);
  }
};
export const undoEdit = (): Promise<void> => step('edit.undo');
export const redoEdit = (): Promise<void> => step('edit.redo');

/** Chooses things; what is not given is let go. `lead` is the last of `cues` where it is not said. */
export const select = (
  chosen: { cues?: Iterable<string>; lead?: string | null } & Partial<Omit<Selection, 'cues'>>,
): void => {
  const cues = new Set(chosen.cues ?? []);
  const lead = chosen.lead ?? [...cues].at(-1) ?? null;
  useEditor.setState({ selection: { ...NOTHING_SELECTED, ...chosen, cues, lead } });
};

const onChanged = (change: EditChange): void => {
  const { path, place, document, selection } = useEditor.getState();
  if (path !== change.path || place === null || document === null || change.revision <= place.revision) return;
  if (change.revision !== place.revision + 1) return void openEditor(path);
  const { patches, label: _, touched: __, ...next } = change;
  const changed = apply(document as object, patches as never) as WorkoutDocument;
  const { workout } = readWorkoutDocument(changed);
  useEditor.setState({ document: changed, place: next, workout, selection: kept(selection, workout) });
};

/** What is selected and still there. */
const kept = (selection: Selection, workout: Workout | null): Selection => {
  const there = new Set(workout?.cues.map(({ id }) => id));
  const cues = new Set([...selection.cues].filter((id) => there.has(id)));
  const has = (list: readonly { id: string }[] | undefined, id: string | null) =>
    list?.some((each) => each.id === id) ? id : null;
  return {
    cues,
    lead: selection.lead !== null && cues.has(selection.lead) ? selection.lead : ([...cues].at(-1) ?? null),
    segment: has(workout?.segments, selection.segment),
    track: has(workout?.tracks, selection.track),
    marker: has(workout?.markers, selection.marker),
  };
};

const onMaterial = ({ path, tracks, takes }: MaterialChange): void => {
  const { material } = useEditor.getState();
  if (material?.path !== path) return;
  const keyOf = ({ cue, coach }: { cue: string; coach: string | null }) => `${cue} ${coach}`;
  const changed = new Map(takes.map((take) => [keyOf(take), take]));
  const rest = material.takes.filter((take) => !changed.has(keyOf(take)));
  useEditor.setState({ material: { path, tracks: [...(tracks ?? material.tracks)], takes: [...rest, ...takes] } });
};

/** Follows the studio's events for as long as the page lives; asks anew after a lost connection. */
export const feedEditor = (): void => {
  const { host } = useStudio.getState();
  if (!host) return;
  host.client.on('edit.changed', onChanged);
  host.client.on('edit.material', onMaterial);
  host.client.on('edit.saved', (place) => {
    const state = useEditor.getState();
    if (state.path === place.path && state.place?.revision === place.revision) useEditor.setState({ place });
  });
  let first = true;
  host.onState((connection) => {
    const { path, stage } = useEditor.getState();
    if (connection === 'connected' && !first && path !== null && stage !== 'closed') void openEditor(path);
    if (connection === 'connected') first = false;
  });
};
