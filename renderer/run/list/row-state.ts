import type { ListedCue, RunningCue, SessionView } from '../../../src/contract/index.ts';
import { countText } from '../../ui/figures.ts';

/**
 * What a cue does, for its line. Each is a word and a shape as well as a colour. `waiting`: before its start; `held`: waits
 * for its sound; `stopping`: fades out; `after`: over, what follows is still to come.
 */
export type RowStateKind =
  | 'playing'
  | 'paused'
  | 'stopping'
  | 'waiting'
  | 'held'
  | 'after'
  | 'next'
  | 'loading'
  | 'done'
  | 'broken';

export interface RowState {
  readonly kind: RowStateKind;
  readonly words: string;
}

/** A cue that sounds, before all else that may be said of it. */
const ofRun = (run: RunningCue): RowState => {
  if (run.pausedAt !== null) return { kind: 'paused', words: 'PAUSED' };
  if (run.stopAt !== null) return { kind: 'stopping', words: 'FADING OUT' };
  if (run.phase === 'pre-wait') return { kind: 'waiting', words: 'PRE-WAIT' };
  if (run.phase === 'held') return { kind: 'held', words: 'HELD · waits for its sound' };
  if (run.phase === 'post') return { kind: 'after', words: 'POST-WAIT' };
  // A group, or a cue that acts on others.
  if (run.layers.length === 0) return { kind: 'playing', words: 'RUNNING' };
  const broken = run.layers.filter(({ phase }) => phase === 'broken').length;
  if (broken > 0 && broken === run.layers.length) return { kind: 'broken', words: 'SILENT · cannot be played' };
  if (broken > 0) return { kind: 'playing', words: `PLAYING without ${countText(broken, 'layer')}` };
  const vamps = run.layers.some(({ phase, vamps: does }) => does && phase === 'sounding');
  return { kind: 'playing', words: vamps ? 'PLAYING · vamp' : 'PLAYING' };
};

const ofNext = ({ ready, total, index }: NonNullable<SessionView['next']>, checks: readonly ListedCue[]): RowState => {
  const layers = checks[index]?.layers ?? [];
  const broken = layers.filter(({ broken: why }) => why !== null).length;
  // What can never be ready is not waited for; beside it is said why.
  if (broken > 0 && broken === layers.length) return { kind: 'next', words: 'NEXT · silent' };
  if (broken > 0) return { kind: 'next', words: `NEXT · without ${countText(broken, 'layer')}` };
  if (ready < total) return { kind: 'loading', words: `NEXT · ${ready} of ${total} ready` };
  return { kind: 'next', words: total === 0 ? 'NEXT' : 'NEXT · ready' };
};

/**
 * The states of all cues that have one, by id. A cue that sounds and is next is told as sounding. `checks`: what is known of
 * the list's files.
 */
export const rowStates = (
  view: Pick<SessionView, 'runs' | 'next' | 'done'>,
  checks: readonly ListedCue[] = [],
): ReadonlyMap<string, RowState> => {
  const states = new Map<string, RowState>();
  for (const id of view.done) states.set(id, { kind: 'done', words: 'done' });
  if (view.next) states.set(view.next.cue, ofNext(view.next, checks));
  // The newest of several runs of one cue counts.
  for (const run of [...view.runs].sort((a, b) => a.run - b.run)) states.set(run.cue, ofRun(run));
  return states;
};

/** The same for two views whose lines look the same: what moves all the time is left out. */
export const viewKey = (view: Pick<SessionView, 'runs' | 'next' | 'done'> | null): string => {
  if (view === null) return '';
  const runs = view.runs.map((run) => `${run.run}:${run.cue}:${ofRun(run).words}`);
  return [
    ...runs,
    view.next ? `${view.next.cue}:${view.next.index}:${ofNext(view.next, []).words}` : '',
    view.done.length,
    view.done.at(-1),
  ].join('|');
};

/** What is wrong with a cue's sounds before the show, in a few words; null: nothing. */
export const troubleOf = (check: ListedCue | null): { readonly words: string; readonly why: string } | null => {
  const broken = check?.layers.flatMap(({ broken: why }, at) => (why === null ? [] : [{ at, why }])) ?? [];
  if (check === null || broken.length === 0) return null;
  const all = broken.length === check.layers.length;
  const words = all
    ? 'cannot be played'
    : `${broken.length} of ${countText(check.layers.length, 'layer')} cannot be played`;
  return { words, why: broken.map(({ why }) => why).join('\n') };
};
