import type { CueCheck, Finding, Material } from '../../../src/contract/index.ts';
import {
  type Frames,
  type Segment,
  takesCue,
  toSeconds,
  type VoiceCue,
  type Workout,
} from '../../../src/model/index.ts';

/** A line of the script as the table shows it. */
export interface ScriptRow {
  readonly cue: VoiceCue;
  /** Title of the segment it begins in; empty: none. */
  readonly segment: string;
  /** Name of the coach who says it; empty: the workout names none. */
  readonly coach: string;
  /** Whether the variant that is shown takes it. */
  readonly taken: boolean;
  readonly take: 'waiting' | 'ready' | 'failed';
  /** Seconds of speech; null: not known yet. */
  readonly seconds: number | null;
  /** Seconds of silence behind it; negative: it runs into the next. Null: not known yet. */
  readonly gap: number | null;
  /** How far the voice is over the music, LU. */
  readonly overMusic: number | null;
  readonly findings: readonly Finding[];
  /** Whether the studio has looked at it yet. */
  readonly checked: boolean;
  /** Where its speech begins and ends, frames of the workout. */
  readonly start: Frames;
  readonly end: number;
}

/** What is reckoned with before the checks are there. */
export interface RowChecks {
  readonly cues: ReadonlyMap<string, CueCheck>;
  readonly findings: readonly Finding[];
}

/** The script in the order it is said, as one variant speaks it. `variant` null: the workout has none. */
export const scriptRows = (
  workout: Workout,
  material: Material | null,
  checks: RowChecks,
  variant: string | null,
): ScriptRow[] => {
  const recipe = workout.variants.find(({ id }) => id === variant) ?? null;
  const coachId = recipe?.coach ?? workout.coaches[0]?.id ?? null;
  const coach = workout.coaches.find(({ id }) => id === coachId)?.name ?? '';
  const takes = new Map(
    material?.takes.filter((take) => take.coach === coachId).map((take) => [take.cue, take] as const),
  );
  const findings = findingsByCue(checks.findings);
  const segmentOf = segmentFinder(workout.segments);
  return [...workout.cues]
    .sort((a, b) => a.at - b.at)
    .map((cue) => {
      const take = takes.get(cue.id);
      const check = checks.cues.get(cue.id);
      const start = check?.start ?? cue.at;
      const length = check ? check.end - check.start : take?.state === 'ready' ? take.frames : null;
      return {
        cue,
        segment: segmentOf(toSeconds(cue.at)),
        coach,
        taken: recipe === null || takesCue(recipe.cues, cue),
        take: take?.state ?? 'waiting',
        seconds: length === null ? null : length / 48_000,
        gap: check?.gapSeconds ?? null,
        overMusic: check?.overMusicLu ?? null,
        findings: findings.get(cue.id) ?? NONE,
        checked: check !== undefined,
        start,
        end: start + (length ?? 0),
      };
    });
};

const NONE: readonly Finding[] = [];

const findingsByCue = (findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> => {
  const by = new Map<string, Finding[]>();
  for (const finding of findings)
    for (const cue of finding.cues) {
      const list = by.get(cue);
      if (list) list.push(finding);
      else by.set(cue, [finding]);
    }
  return by;
};

/** Looks up the segment of a second: of two that overlap, the later. */
const segmentFinder = (segments: readonly Segment[]): ((seconds: number) => string) => {
  const sorted = [...segments].sort((a, b) => a.start - b.start);
  return (at) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.start <= at) low = middle + 1;
      else high = middle;
    }
    const segment = sorted[low - 1];
    return segment && at < segment.start + segment.duration ? segment.title : '';
  };
};

/** Of rows in time the one that sounds at a frame, by its place; -1: none does. */
export const soundingAt = (rows: readonly ScriptRow[], frame: number): number => {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.start <= frame) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= Math.max(0, low - 8); i--) if (rows[i]!.taken && frame < rows[i]!.end) return i;
  return -1;
};

/** What the whole script comes to. `length`: of the workout, frames. */
export const scriptSums = (
  rows: readonly ScriptRow[],
  length: number,
): { readonly cues: number; readonly voiceSeconds: number; readonly share: number } => {
  const taken = rows.filter((row) => row.taken);
  const voiceSeconds = taken.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
  return { cues: taken.length, voiceSeconds, share: length > 0 ? (voiceSeconds * 48_000) / length : 0 };
};
