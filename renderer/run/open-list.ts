import { create } from 'zustand';
import { type Failure, toFailure } from '../../src/model/index.ts';
import { ask } from '../state/ask.ts';
import { goTo } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { tellFailure } from '../state/toasts.ts';
import { useRun } from './run-store.ts';

/** A cuelist on its way. */
export interface OpeningState {
  /** The file that is being opened; null: none. */
  readonly path: string | null;
  /** What was wrong with the last one; null: nothing. */
  readonly failed: { readonly path: string; readonly failure: Failure } | null;
  /** Asks with a window of the page, where the host has no dialog of its own. */
  readonly asking: boolean;
  /** The job that makes the demo session; null: none runs. */
  readonly demo: string | null;
}

export const useOpening = create<OpeningState>()(() => ({ path: null, failed: null, asking: false, demo: null }));

const LIST = /\.(json|m3u8?|csv)$/i;

export const isListName = (name: string): boolean => LIST.test(name);

/** Opens a cuelist as the session. What is wrong with it is shown in the room. */
export const openList = async (path: string): Promise<boolean> => {
  useOpening.setState({ path, failed: null });
  try {
    await ask('run.open', { path });
    goTo('run');
    useOpening.setState({ path: null, asking: false });
    return true;
  } catch (error) {
    const failure = toFailure(error);
    const isOpen = useRun.getState().stage === 'open';
    useOpening.setState({ path: null, failed: isOpen ? null : { path, failure } });
    // A list that is open stays in sight.
    if (isOpen) tellFailure('The cuelist was not opened', failure.message);
    return false;
  }
};

/** Asks which: with the system's dialog, or where the host has none with the page's own. */
export const chooseList = async (): Promise<void> => {
  try {
    const chosen = (await useStudio.getState().host?.choose('cuelist')) ?? null;
    if (chosen === null) useOpening.setState({ asking: true });
    else if (chosen[0] !== undefined) await openList(chosen[0]);
  } catch (error) {
    tellFailure('The cuelist was not opened', toFailure(error).message);
  }
};

/** Opens the first cuelist of files that were dropped or chosen in the page. */
export const openDropped = async (files: readonly File[]): Promise<boolean> => {
  const lists = files.filter(({ name }) => isListName(name));
  if (lists.length === 0) {
    const why = 'A cuelist can be dropped here: .json, .m3u or .csv. Open or make one first, then drop sounds on it.';
    tellFailure(`${files[0]?.name ?? 'That'} was not opened`, why);
    return false;
  }
  try {
    const [path] = (await useStudio.getState().host?.pathsOf(lists.slice(0, 1))) ?? [];
    return path !== undefined && (await openList(path));
  } catch (error) {
    tellFailure('The cuelist was not opened', toFailure(error).message);
    return false;
  }
};

/** A new, empty cuelist, opened. */
export const createList = async (name: string): Promise<void> => {
  try {
    const { path } = await ask('run.create', { name });
    await openList(path);
  } catch (error) {
    tellFailure('The cuelist was not made', toFailure(error).message);
  }
};

/** Has the demo session made; the studio opens it. */
export const openDemoSession = async (): Promise<void> => {
  try {
    const { job } = await ask('run.openDemo', {});
    useOpening.setState({ demo: job, failed: null });
  } catch (error) {
    tellFailure('The demo session was not opened', toFailure(error).message);
  }
};

export const closeList = async (): Promise<void> => {
  try {
    await ask('run.close', {});
  } catch (error) {
    tellFailure('The cuelist stays open', toFailure(error).message);
  }
};

export const dismissFailure = (): void => useOpening.setState({ failed: null });
