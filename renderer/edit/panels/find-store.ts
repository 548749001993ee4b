import { create } from 'zustand';
import type { VoiceCue } from '../../../src/model/index.ts';
import { countText } from '../../ui/figures.ts';
import { edit, select, useEditor } from '../edit-store.ts';
import { reveal } from '../timeline/timeline-view.ts';
import { finderOf, matchesInScript, type ScriptMatch, type Wanted } from './find-matches.ts';

export interface FindState extends Wanted {
  readonly replacing: boolean;
  readonly replacement: string;
  /** The match that was gone to last; null: none. */
  readonly at: Pick<ScriptMatch, 'cue' | 'start'> | null;
}

/** What is looked for in the script of the open workout. */
export const useFind = create<FindState>()(() => ({
  text: '',
  matchCase: false,
  wholeWord: false,
  replacing: false,
  replacement: '',
  at: null,
}));

const inOrder = (cues: readonly VoiceCue[]): VoiceCue[] => [...cues].sort((a, b) => a.at - b.at);

let cuesOfLast: readonly VoiceCue[] | null = null;
let wantedOfLast = '';
let last: readonly ScriptMatch[] = [];

/** Matches in the order they are said; sought anew only when the script or the words are others. */
export const scriptMatches = (cues: readonly VoiceCue[], wanted: Wanted): readonly ScriptMatch[] => {
  const key = `${wanted.matchCase} ${wanted.wholeWord} ${wanted.text}`;
  if (cues === cuesOfLast && key === wantedOfLast) return last;
  const finder = finderOf(wanted);
  last = finder === null ? [] : matchesInScript(inOrder(cues), finder);
  cuesOfLast = cues;
  wantedOfLast = key;
  return last;
};

const matchesNow = (): readonly ScriptMatch[] => {
  const { workout } = useEditor.getState();
  return workout ? scriptMatches(workout.cues, useFind.getState()) : [];
};

/** Which match is the current one, from 0; -1: none. */
export const placeOf = (matches: readonly ScriptMatch[], at: FindState['at']): number =>
  at === null ? -1 : matches.findIndex(({ cue, start }) => cue === at.cue && start === at.start);

const goToMatch = (match: ScriptMatch): void => {
  useFind.setState({ at: { cue: match.cue, start: match.start } });
  select({ cues: [match.cue] });
  const cue = useEditor.getState().workout?.cues.find(({ id }) => id === match.cue);
  if (cue) reveal(cue.at);
};

/** Goes to the next match, or the one before; from the selected cue on where none was gone to yet. */
export const stepMatch = (by: -1 | 1): void => {
  const matches = matchesNow();
  if (matches.length === 0) return;
  const place = placeOf(matches, useFind.getState().at);
  const { selection } = useEditor.getState();
  const near = matches.findIndex(({ cue }) => cue === selection.lead);
  const next = place >= 0 ? place + by : near >= 0 ? near : by > 0 ? 0 : -1;
  goToMatch(matches[(next + matches.length) % matches.length]!);
};

/** Replaces the current match and goes to the next. */
export const replaceMatch = async (): Promise<void> => {
  const { at, replacement } = useFind.getState();
  const before = matchesNow();
  const place = placeOf(before, at);
  const match = before[place];
  const cue = useEditor.getState().workout?.cues.find(({ id }) => id === match?.cue);
  if (!match || !cue) return stepMatch(1);
  const text = cue.text.slice(0, match.start) + replacement + cue.text.slice(match.end);
  const done = await edit([{ op: 'cues.change', ids: [cue.id], change: { text } }], { label: 'Replace in the script' });
  if (done === null) return;
  const after = matchesNow();
  const end = match.start + replacement.length;
  const next = after.find((one, i) => (one.cue === cue.id ? one.start >= end : i >= place));
  if (next) goToMatch(next);
  else useFind.setState({ at: null });
};

/** Replaces everywhere, as one step. Returns what was done, in words; null: nothing. */
export const replaceAll = async (): Promise<string | null> => {
  const { text, replacement, matchCase, wholeWord } = useFind.getState();
  const count = matchesNow().length;
  if (count === 0) return null;
  const done = await edit([{ op: 'text.replace', find: text, replace: replacement, matchCase, wholeWord, ids: null }], {
    label: `Replace ${countText(count, 'place')}`,
  });
  useFind.setState({ at: null });
  return done === null ? null : `Replaced ${countText(count, 'place')}`;
};
