// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { edit, feedEditor, openEditor, select, undoEdit, useEditor } from '../../../../renderer/edit/edit-store.ts';
import type { ConnectionState, Host } from '../../../../renderer/host/index.ts';
import { useNavigation } from '../../../../renderer/state/navigation.ts';
import { useStudio } from '../../../../renderer/state/studio.ts';
import { toasts } from '../../../../renderer/state/toasts.ts';
import {
  applyWorkoutEdits,
  CueforgeError,
  type WorkoutDocument,
  type WorkoutEdit,
} from '../../../../src/model/index.ts';

/** A studio of one workout: it applies edits with the model's own rules and tells of them as the real one does. */
const smallStudio = (path = '/w/ride.json') => {
  const listeners = new Map<string, ((payload: never) => void)[]>();
  let tell: (state: ConnectionState) => void = () => undefined;
  let document: WorkoutDocument = {
    ...{ id: 'ride', title: 'Ride', variants: [{ id: 'full' }, { id: 'light' }] },
    cues: [
      { id: 'a', time_ms: 1000, text: 'One.' },
      { id: 'b', time_ms: 5000, text: 'Two.' },
    ],
  };
  let revision = 1;
  const done: WorkoutDocument[] = [];
  const place = () => ({
    ...{ path, revision, savedAt: null, saveTrouble: null },
    history: { undo: done.length > 0 ? 'Edit' : null, redo: null },
  });
  const emit = (event: string, payload: unknown): void => {
    for (const listener of listeners.get(event) ?? []) listener(payload as never);
  };
  const apply = (edits: readonly WorkoutEdit[]): void => {
    const result = applyWorkoutEdits(document, [...edits], new Map());
    done.push(document);
    document = result.document;
    revision++;
    emit('edit.changed', { ...place(), patches: result.patches, label: 'Edit', touched: result.touched });
  };
  const asked: string[] = [];
  const answers: Record<string, (input: { edits: WorkoutEdit[] }) => unknown> = {
    'edit.open': () => ({ ...place(), document, notice: null }),
    'edit.material': () => ({ path, tracks: [], takes: [] }),
    'edit.apply': ({ edits }) => {
      apply(edits);
      return { ...place(), touched: ['a'] };
    },
    'edit.undo': () => {
      throw new CueforgeError('nothing-to-undo', 'There is nothing to undo');
    },
  };
  const host = {
    client: {
      call: async (command: string, input: never) => {
        asked.push(command);
        return answers[command]!(input);
      },
      on: (event: string, listener: (payload: never) => void) => {
        listeners.set(event, [...(listeners.get(event) ?? []), listener]);
      },
    },
    onState: (listener: typeof tell) => {
      tell = listener;
    },
  } as unknown as Host;
  useStudio.setState({ host });
  feedEditor();
  return { asked, apply, emit, place, connection: (state: ConnectionState) => tell(state) };
};

const texts = () => useEditor.getState().workout?.cues.map(({ text }) => text);
const told: string[] = [];
beforeEach(() => {
  told.length = 0;
  vi.spyOn(toasts, 'add').mockImplementation(({ title }) => String(told.push(String(title))));
  useStudio.setState(useStudio.getInitialState(), true);
  useEditor.setState(useEditor.getInitialState(), true);
});

describe('the window’s copy of the open workout', () => {
  it('opens with the first variant heard, and its material', async () => {
    smallStudio();
    const opened = openEditor('/w/ride.json');
    expect(useEditor.getState().stage).toBe('opening');
    await opened;
    expect(useEditor.getState()).toMatchObject({ stage: 'open', variant: 'full', material: { path: '/w/ride.json' } });
    expect(texts()).toEqual(['One.', 'Two.']);
  });

  it('goes on as the workout file that a .zwo has become', async () => {
    smallStudio();
    await openEditor('/w/ride.zwo');
    expect(useEditor.getState().path).toBe('/w/ride.json');
    expect(useNavigation.getState().workout).toBe('/w/ride.json');
  });

  it('changes by what the studio tells, never before', async () => {
    const studio = smallStudio();
    await openEditor('/w/ride.json');
    const touched = await edit([{ op: 'cues.change', ids: ['a'], change: { text: 'Now.' } }]);
    expect(touched).toEqual(['a']);
    expect(texts()).toEqual(['Now.', 'Two.']);
    // Another window's, and one of another workout.
    studio.apply([{ op: 'cues.remove', ids: ['b'] }]);
    studio.emit('edit.changed', { ...studio.place(), path: '/w/other.json', revision: 9, patches: [], label: '' });
    expect(texts()).toEqual(['Now.']);
  });

  it('asks for everything anew when it missed a change', async () => {
    const studio = smallStudio();
    await openEditor('/w/ride.json');
    const { place } = useEditor.getState();
    useEditor.setState({ place: { ...place!, revision: 0 } });
    studio.apply([{ op: 'cues.remove', ids: ['a'] }]);
    await vi.waitFor(() => expect(texts()).toEqual(['Two.']));
    expect(studio.asked.filter((command) => command === 'edit.open')).toHaveLength(2);
  });

  it('asks anew after a lost connection, and not at the first', async () => {
    const studio = smallStudio();
    studio.connection('connected');
    await openEditor('/w/ride.json');
    studio.connection('lost');
    studio.connection('connected');
    await vi.waitFor(() => expect(studio.asked.filter((command) => command === 'edit.open')).toHaveLength(2));
  });

  it('keeps of the selection what is still there', async () => {
    const studio = smallStudio();
    await openEditor('/w/ride.json');
    select({ cues: ['a', 'b'] });
    expect(useEditor.getState().selection.lead).toBe('b');
    studio.apply([{ op: 'cues.remove', ids: ['b'] }]);
    expect([...useEditor.getState().selection.cues]).toEqual(['a']);
    expect(useEditor.getState().selection.lead).toBe('a');
  });

  it('tells of an edit that was refused, and nothing where there is nothing to undo', async () => {
    smallStudio();
    await openEditor('/w/ride.json');
    expect(await edit([{ op: 'cues.remove', ids: ['nobody'] }])).toBeNull();
    expect(told).toEqual(['That could not be done']);
    await undoEdit();
    expect(told).toHaveLength(1);
    expect(texts()).toEqual(['One.', 'Two.']);
  });
});
