import type { WorkoutEdit } from '../../../src/model/index.ts';
import { countText } from '../../ui/figures.ts';

/** Something the hand does to the workout: one entry of the history. */
export interface Step {
  readonly edits: readonly WorkoutEdit[];
  /** What a screen reader is told. */
  readonly said: string;
  /** As the history says it: "Paste 3 cues". Null: as the edits are called. */
  readonly label: string | null;
  /** Steps in a row with the same words here become one. Null: none does. */
  readonly merge: string | null;
  /** `touched`: what the studio says it touched is selected then; else the selection stays. */
  readonly chooses: 'touched' | 'same';
}

export const step = (
  said: string,
  edits: readonly WorkoutEdit[],
  rest: Partial<Pick<Step, 'label' | 'merge' | 'chooses'>> = {},
): Step => ({ said, edits, label: null, merge: null, chooses: 'same', ...rest });

/** `Paste cue`, `Paste 3 cues`. */
export const labelled = (verb: string, count: number, one = 'cue'): string =>
  count === 1 ? `${verb} ${one}` : `${verb} ${countText(count, one)}`;

/** `Cue moved`, `3 cues deleted`. */
export const told = (count: number, done: string, one = 'cue'): string =>
  count === 1 ? `${one[0]!.toUpperCase()}${one.slice(1)} ${done}` : `${countText(count, one)} ${done}`;

/** What steps on the same things in a row are merged by. */
export const mergeOf = (kind: string, ids: Iterable<string>): string => `${kind} ${[...ids].join(' ')}`.slice(0, 200);
