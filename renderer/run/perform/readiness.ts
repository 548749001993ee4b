import type { ListedCue, SessionView } from '../../../src/contract/index.ts';
import type { SessionCue } from '../../../src/model/index.ts';
import { countText } from '../../ui/figures.ts';

/** How ready something is, in words; the tone says it again. */
export interface Readiness {
  readonly tone: 'ready' | 'waits' | 'trouble';
  readonly text: string;
}

const WITHOUT_SOUND: Partial<Record<SessionCue['action']['kind'], string>> = {
  memo: 'a note · no sound',
  placeholder: 'a placeholder · no sound',
  control: 'ready',
};

/** How ready the next cue is. `checks`: what is known of its layers, and of those it begins with where it is a group. */
export const readinessOf = (
  { ready, total }: Pick<NonNullable<SessionView['next']>, 'ready' | 'total'>,
  kind: SessionCue['action']['kind'],
  checks: ListedCue['layers'],
): Readiness => {
  const broken = checks.filter((check) => check.broken !== null).length;
  if (broken > 0 && broken === checks.length)
    return { tone: 'trouble', text: broken === 1 ? 'its sound cannot be played' : 'none of its sounds can be played' };
  if (broken > 0) return { tone: 'trouble', text: `${broken} of ${checks.length} sounds cannot be played` };
  const streams = checks.flatMap((check) => (check.streams === null ? [] : [check.streams]));
  if (streams.length > 0 && streams.length === checks.length)
    return { tone: 'ready', text: `streams at its cue · ${streams[0]}` };
  if (ready < total) return { tone: 'waits', text: `${ready} of ${total} sounds ready` };
  if (streams.length > 0) return { tone: 'ready', text: `ready · ${streams.length} streams at its cue` };
  return { tone: 'ready', text: total === 0 ? (WITHOUT_SOUND[kind] ?? 'ready') : 'ready' };
};

/** Whether GO goes, and if not why: said on it. */
export type GoState = { readonly goes: true } | { readonly goes: false; readonly reason: string };

export const goState = (view: Pick<SessionView, 'armed' | 'arming' | 'next'> | null, connected: boolean): GoState => {
  if (!connected) return { goes: false, reason: 'No connection to the studio' };
  if (view === null) return { goes: false, reason: 'Open a list first' };
  if (view.arming !== null && !view.armed)
    return { goes: false, reason: `Arming · ${view.arming.ready} of ${countText(view.arming.total, 'sound')} ready` };
  if (!view.armed) return { goes: false, reason: 'Arm the list to go' };
  return view.next === null ? { goes: false, reason: 'The list is at its end' } : { goes: true };
};

type JunctionOf = NonNullable<ListedCue['junction']>;

/** How the cue that sounds gives way to the next: `Crossfade 4 s from 3 · Breath.`; null: by GO alone. */
export const junctionText = ({ kind, length }: Pick<JunctionOf, 'kind' | 'length'>, from: string): string | null => {
  const span = length >= 48_000 ? `${Number((length / 48_000).toFixed(1))} s` : `${Math.round(length / 48)} ms`;
  if (kind === 'gapless') return `Joins ${from} without a gap, by itself.`;
  if (kind === 'crossfade') return `Crossfade ${span} from ${from}, by itself.`;
  if (kind === 'gap') return `By itself, ${span} after ${from}.`;
  return kind === 'together' ? `Together with ${from}.` : null;
};
