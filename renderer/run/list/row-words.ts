import type { ListedCue } from '../../../src/contract/index.ts';
import { type Frames, type LayerRole, type SessionCue, toSeconds } from '../../../src/model/index.ts';
import { followOf, type Step } from '../../../src/plan/index.ts';
import { countText, fileName, lengthText, levelText } from '../../ui/figures.ts';

/** A role as the list says it. */
export const ROLE_WORDS: Readonly<Record<LayerRole, string>> = { voice: 'voice', background: 'bed', generic: 'sound' };

/** `180 ms`, `4 s`, `2.5 s`, `1:30`. */
export const shortTime = (length: Frames): string => {
  const seconds = toSeconds(length);
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return seconds < 60 ? `${Number(seconds.toFixed(1))} s` : lengthText(seconds);
};

/** What a cue is made of: `voice + bed`, `6 cues · shuffle`, `fades 3 · Breath to −12 dB`. */
export const layersText = (step: Step, steps: readonly Step[]): string => {
  const { action, notes } = step.cue;
  switch (action.kind) {
    case 'sound':
      return [...new Set(action.layers.map(({ role }) => role))]
        .map((role) => {
          const count = action.layers.filter((layer) => layer.role === role).length;
          return count === 1 ? ROLE_WORDS[role] : `${count} ${ROLE_WORDS[role]}s`;
        })
        .join(' + ');
    case 'group': {
      const how = action.shuffle ? 'shuffle' : action.mode;
      return `${countText(action.cues.length, 'cue')} · ${how}`;
    }
    case 'control': {
      const target = steps.find(({ cue }) => cue.id === action.target)?.cue;
      const whom = action.target === null ? 'all' : target ? target.number || target.name : action.target;
      const to = action.to === Number.NEGATIVE_INFINITY ? 'silence' : `${levelText(action.to, { signed: true })} dB`;
      if (action.does === 'fade') return `fades ${whom} to ${to}`;
      return { stop: `stops ${whom}`, pause: `pauses ${whom}`, resume: `resumes ${whom}`, jump: `jumps to ${whom}` }[
        action.does
      ];
    }
    case 'placeholder':
      return 'still to come';
    default:
      return notes === '' ? 'memo' : notes.split('\n')[0];
  }
};

/** The names of the sounds, for whoever wants to know more. */
export const filesText = ({ action }: SessionCue): string =>
  action.kind === 'sound' ? action.layers.map(({ file }) => fileName(file)).join('\n') : '';

/** `6:10`, `∞`, `∞ vamp`; `…`: not known yet; nothing for what has no length. */
export const cueLengthText = ({ action }: SessionCue, check: ListedCue | null): string => {
  if (action.kind === 'memo') return '';
  if (action.kind === 'control' && action.does !== 'fade' && action.does !== 'stop') return '';
  const length = check?.length ?? null;
  if (isSilent(check)) return '–';
  if (length !== null) return toSeconds(length) < 10 ? shortTime(length) : lengthText(toSeconds(length));
  if (action.kind !== 'sound') return action.kind === 'group' ? '∞' : '…';
  const loops = action.layers.flatMap(({ loop }) => (loop !== null && loop.times === null ? [loop] : []));
  if (loops.length === 0) return '…';
  return loops.some(({ start, end }) => start > 0 || end !== null) ? '∞ vamp' : '∞';
};

/** What comes of itself: `auto-follow`; `GO`: the operator’s hand; `end`: nothing. */
export const thenText = (step: Step, steps: readonly Step[]): string => {
  const action = step.group === null ? null : steps[step.group].cue.action;
  if (action?.kind === 'group' && action.mode === 'together') return 'together';
  if (step.next === null) return 'end';
  const follow = followOf(step, steps);
  return follow === 'stop' ? 'GO' : follow;
};

/** It sounds nothing: none of its files can be played. */
const isSilent = (check: ListedCue | null): boolean =>
  check !== null && check.layers.length > 0 && check.layers.every(({ broken }) => broken !== null);

export interface JunctionWords {
  readonly words: string;
  /** `plain`: as asked for; `warn`: nobody asked for it. */
  readonly tone: 'go' | 'plain' | 'warn';
  readonly shape: 'check' | 'cross' | 'gap' | 'together' | 'hand' | 'none';
  /** A sentence: why; null: there is nothing to explain. */
  readonly why: string | null;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How a cue meets what follows, in words. Silence that is written in the list is no fault of it. */
export const junctionWords = (step: Step, steps: readonly Step[], checks: readonly ListedCue[]): JunctionWords => {
  const found = checks[step.index]?.junction ?? null;
  if (found === null) return { words: '–', tone: 'plain', shape: 'none', why: null };
  const why = sentence(found.reason);
  switch (found.kind) {
    case 'gapless':
      return { words: 'gapless', tone: 'go', shape: 'check', why };
    case 'crossfade':
      return { words: `crossfade ${shortTime(found.length)}`, tone: 'plain', shape: 'cross', why };
    case 'together':
      return {
        words: found.length === 0 ? 'together' : `after ${shortTime(found.length)}`,
        ...{ tone: 'plain', shape: 'together', why },
      };
    case 'go':
      return { words: 'GO', tone: 'plain', shape: 'hand', why };
    default: {
      // A cue that cannot be heard is a gap of its own, however short.
      if (step.next !== null && isSilent(checks[step.next] ?? null))
        return { words: 'into silence · why', tone: 'warn', shape: 'gap', why };
      const isAsked = found.length <= askedGap(step, steps);
      return {
        words: `gap ${shortTime(found.length)}${isAsked ? '' : ' · why'}`,
        tone: isAsked ? 'plain' : 'warn',
        shape: 'gap',
        why,
      };
    }
  }
};

/** The silence that the list asks for between a cue and the next. Frames. */
const askedGap = (step: Step, steps: readonly Step[]): number => {
  const { transition, postWait } = step.cue;
  const next = step.next === null ? 0 : steps[step.next].cue.preWait;
  return (transition.kind === 'gap' ? transition.length : 0) + postWait + next;
};
