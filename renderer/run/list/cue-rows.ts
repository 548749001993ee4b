import type { ListedCue } from '../../../src/contract/index.ts';
import type { CuePlace } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';

/** A line of the list. */
export interface CueRow {
  readonly step: Step;
  /** What is known of its sounds; null: nothing yet. */
  readonly check: ListedCue | null;
  /** Groups around it. */
  readonly depth: number;
  /** What it holds is out of sight; null: it holds nothing. */
  readonly folded: boolean | null;
}

/** The lines in sight: every cue but those in folded groups. `folded`: ids of groups. */
export const cueRows = (
  steps: readonly Step[],
  checks: readonly ListedCue[],
  folded: ReadonlySet<string>,
): readonly CueRow[] => {
  const rows: CueRow[] = [];
  const depths: number[] = [];
  const hidden: boolean[] = [];
  for (const step of steps) {
    const { index, group, cue } = step;
    depths[index] = group === null ? 0 : depths[group] + 1;
    const isFolded = cue.action.kind === 'group' ? folded.has(cue.id) : null;
    const isHidden = group !== null && hidden[group];
    hidden[index] = isHidden || isFolded === true;
    if (!isHidden) rows.push({ step, check: checks[index] ?? null, depth: depths[index], folded: isFolded });
  }
  return rows;
};

/** The line of a cue: its own, or that of the folded group it is in; null: it is not in the list. */
export const rowOf = (rows: readonly CueRow[], steps: readonly Step[], id: string): number | null => {
  let step = steps.find(({ cue }) => cue.id === id);
  while (step) {
    const { index, group } = step;
    const at = rows.findIndex((row) => row.step.index === index);
    if (at >= 0) return at;
    step = group === null ? undefined : steps[group];
  }
  return null;
};

/** Cues of the same group, or of the list itself, in their order. */
export const siblingsOf = (step: Step, steps: readonly Step[]): readonly Step[] =>
  step.group === null ? steps.filter(({ group }) => group === null) : steps[step.group].children.map((at) => steps[at]);

/** A group is chosen with all that it holds: ids without those whose group is among them, in the order of the list. */
export const topmost = (ids: ReadonlySet<string>, steps: readonly Step[]): readonly Step[] => {
  const within: boolean[] = [];
  return steps.filter((step) => {
    const inside = step.group !== null && within[step.group];
    const chosen = ids.has(step.cue.id);
    within[step.index] = inside || chosen;
    return chosen && !inside;
  });
};

/** The place right behind a cue, not before one of those that are moved; without a cue: the end of the list. */
export const placeAfter = (
  step: Step | null,
  steps: readonly Step[],
  moved: ReadonlySet<string> = new Set(),
): CuePlace => {
  if (step === null) return { group: null, before: null };
  const siblings = siblingsOf(step, steps);
  const next = siblings.slice(siblings.indexOf(step) + 1).find(({ cue }) => !moved.has(cue.id));
  return { group: step.group === null ? null : steps[step.group].cue.id, before: next?.cue.id ?? null };
};
