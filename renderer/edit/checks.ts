import { useEffect } from 'react';
import { create } from 'zustand';
import type { CueCheck, Finding } from '../../src/contract/index.ts';
import { toFailure } from '../../src/model/index.ts';
import { ask } from '../state/ask.ts';
import { type EditorState, useEditor } from './edit-store.ts';

/** What the studio says of the variant that is heard: how its cues stand over the music, and what is wrong with it. */
export interface Checks {
  /** `checking`: something has changed since; what is shown is of before. */
  readonly state: 'none' | 'checking' | 'ready' | 'failed';
  /** Which variant was checked: the heard one, or the first while only the music is heard. Null: there is none. */
  readonly variant: string | null;
  /** By cue id; a cue that the variant does not take, or whose take is not there yet, has none. */
  readonly cues: ReadonlyMap<string, CueCheck>;
  readonly findings: readonly Finding[];
  /** Why it is `failed`: a sentence. */
  readonly trouble: string | null;
}
const NOTHING: Checks = { state: 'none', variant: null, cues: new Map(), findings: [], trouble: null };

/** Rest after the last change before the studio is asked, milliseconds. */
const REST_MS = 150;

const useStore = create<Checks>()(() => NOTHING);

/** Which variant is checked: what is heard, or the first where only the music is. */
export const checkedVariant = ({ workout, variant }: Pick<EditorState, 'workout' | 'variant'>): string | null =>
  (workout?.variants.find(({ id }) => id === variant) ?? workout?.variants[0])?.id ?? null;

let again: (() => void) | null = null;
/** Asks once more: after a failure that may be over. */
export const checkAgain = (): void => again?.();

/** Asks anew after every change for as long as it is followed. The returned function ends that. */
const follow = (): (() => void) => {
  let rest: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();
  const check = async (): Promise<void> => {
    const { path, ...editor } = useEditor.getState();
    const variant = checkedVariant(editor);
    if (path === null || variant === null) return useStore.setState(NOTHING);
    asking = new AbortController();
    const { signal } = asking;
    try {
      const { cues, findings } = await ask('edit.check', { path, variant }, { signal });
      if (signal.aborted) return;
      const byCue = new Map(cues.map((one) => [one.cue, one]));
      useStore.setState({ state: 'ready', variant, cues: byCue, findings, trouble: null });
    } catch (error) {
      if (!signal.aborted)
        useStore.setState({ ...NOTHING, state: 'failed', variant, trouble: toFailure(error).message });
    }
  };
  const wait = (): void => {
    clearTimeout(rest);
    asking.abort();
    const { state } = useStore.getState();
    if (state === 'ready') useStore.setState({ state: 'checking' });
    rest = setTimeout(() => void check(), REST_MS);
  };
  const stop = useEditor.subscribe((now, before) => {
    if (now.path !== before.path) useStore.setState(NOTHING);
    const same = now.document === before.document && now.material === before.material;
    if (!same || now.variant !== before.variant || now.path !== before.path) wait();
  });
  again = wait;
  void check();
  return () => {
    stop();
    again = null;
    clearTimeout(rest);
    asking.abort();
  };
};

let followers = 0;
let stop: (() => void) | null = null;

/** The checks of the open workout, kept fresh while anything on the page shows them. */
export const useChecks = (): Checks => {
  useEffect(() => {
    if (++followers === 1) stop = follow();
    return () => {
      if (--followers > 0) return;
      stop?.();
      stop = null;
    };
  }, []);
  return useStore();
};

/** What the checks say of one cue; null: nothing yet. */
export const findingsOf = ({ findings }: Pick<Checks, 'findings'>, cue: string): readonly Finding[] =>
  findings.filter(({ cues }) => cues.includes(cue));
