import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatProblem,
  frameOfBeat,
  gridOf,
  layOutTracks,
  readWorkoutDocument,
  trackLengths,
  type Workout,
  type WorkoutDocument,
  withStableIds,
  workoutEdit,
} from '../../../src/model/index.ts';
import { anyIntent, attempt, facts, intents, workoutDocument } from './edit-arbitraries.ts';
import { expectPatches, expectUndone, frozen, oneByOne } from './edit-promises.ts';

const workoutOf = (document: WorkoutDocument): Workout => {
  const { workout, problems } = readWorkoutDocument(document);
  expect(problems.filter(({ severity }) => severity === 'error').map(formatProblem)).toEqual([]);
  return workout!;
};

const LATEST = 86_400_000 * 48;

/** Every anchored cue lies within a frame of its anchor, or at an end of time that its anchor lies beyond. */
const expectAnchorsHold = (workout: Workout): number => {
  const spans = layOutTracks(workout.tracks, trackLengths(workout.tracks, facts));
  let held = 0;
  for (const { id, at, anchor } of workout.cues) {
    if (anchor === null) continue;
    let frame: number | null = null;
    if (anchor.kind === 'segment') {
      const segment = workout.segments.find((one) => one.id === anchor.segment);
      expect(segment, `${id} is anchored to a segment that is there`).toBeDefined();
      frame = Math.round((segment!.start + anchor.offset) * 48_000);
    } else {
      expect(workout.tracks.map((track) => track.id)).toContain(anchor.track);
      const span = spans.find(({ track }) => track.id === anchor.track);
      const grid = span && gridOf(span.track, facts);
      if (span && grid) frame = frameOfBeat(span, grid, anchor.beat);
    }
    if (frame === null) continue;
    held += 1;
    expect(Math.abs(at - Math.min(LATEST, Math.max(0, frame))), `${id} off its anchor`).toBeLessThanOrEqual(1);
  }
  return held;
};

/** Unknown keys of things that are there before and after. */
const expectStrangeKeysKept = (before: WorkoutDocument, after: WorkoutDocument): void => {
  expect(after.x_root).toEqual(before.x_root);
  for (const name of ['cues', 'segments', 'tracks', 'coaches', 'variants'] as const) {
    const list: readonly Record<string, unknown>[] = before[name] ?? [];
    for (const old of list) {
      const now = (after[name] as readonly Record<string, unknown>[] | undefined)?.find(({ id }) => id === old.id);
      if (old.id === undefined || now === undefined) continue;
      for (const key of Object.keys(old)) if (key.startsWith('x')) expect(now[key]).toEqual(old[key]);
    }
  }
};

/** The most chosen takes that a cue has of one coach. */
const mostChosen = ({ cues }: Workout): number =>
  Math.max(
    ...cues.flatMap(({ takes }) =>
      [null, 'anna', 'ben'].map((coach) => takes.filter((take) => take.chosen && take.coach === coach).length),
    ),
    0,
  );

/** Does one edit and holds what every edit promises. Null: it was refused, or there was nothing to do it to. */
const step = (
  document: WorkoutDocument,
  intent: (document: WorkoutDocument) => ReturnType<typeof workoutEdit.parse> | null,
) => {
  const edit = intent(document);
  if (edit === null) return null;
  expect(workoutEdit.safeParse(edit).error?.issues ?? []).toEqual([]);
  const result = attempt(frozen(document), [frozen(edit)]);
  if (result === null) return null;
  expect(result.label).not.toMatch(/undefined|null|NaN/);
  if (result.patches.length === 0) {
    expect(result).toMatchObject({ inverse: [], touched: [] });
    expect(result.document).toBe(document);
    return result;
  }
  expectPatches(document, result);
  const workout = workoutOf(result.document);
  expectAnchorsHold(workout);
  expectStrangeKeysKept(document, result.document);
  // A file may choose two takes of a coach, which is warned of; edits never do.
  expect(mostChosen(workout)).toBeLessThanOrEqual(Math.max(1, mostChosen(workoutOf(document))));
  const there = new Set<unknown>(
    (['cues', 'segments', 'tracks', 'markers', 'coaches', 'variants'] as const).flatMap((name) =>
      (result.document[name] ?? []).map(({ id }) => id),
    ),
  );
  for (const id of result.touched) expect(there).toContain(id);
  return result;
};

describe('random edits of random workouts', () => {
  it('give valid workouts whose anchors hold, and are undone and redone exactly', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(workoutDocument, fc.array(anyIntent, { maxLength: 12, size: 'max' }), (first, row) =>
        expectUndone(first, row, step),
      ),
      { numRuns: 150 },
    );
  });

  it('with ripple lose nothing and keep what is free in its order', () => {
    const rippling = fc
      .oneof(intents['segments.add'], intents['segments.change'], intents['segments.remove'])
      .map((intent): typeof intent => (document) => {
        const edit = intent(document);
        return edit !== null && 'ripple' in edit ? { ...edit, ripple: true } : null;
      });
    const freeTimes = (document: WorkoutDocument) =>
      [...(document.cues ?? []), ...(document.markers ?? [])]
        .filter(({ anchor }) => anchor === undefined)
        .map(({ id, time_ms }) => ({ id, time_ms }));
    fc.assert(
      fc.property(workoutDocument, rippling, (document, intent) => {
        const before = withStableIds(document);
        const result = step(before, intent);
        fc.pre(result !== null);
        const after = new Map(freeTimes(result.document).map(({ id, time_ms }) => [id, time_ms]));
        expect(result.document.cues?.length).toBe(before.cues?.length);
        const old = freeTimes(before).toSorted((a, b) => a.time_ms - b.time_ms);
        const now = old.map(({ id }) => after.get(id)!);
        // A frame of slack: what is half a millisecond before an edge counts as on it.
        for (let i = 1; i < now.length; i += 1) expect(now[i]).toBeGreaterThanOrEqual(now[i - 1] - 0.6);
      }),
      { numRuns: 200 },
    );
  });

  it('know things by the ids that `Workout` gives them', () => {
    fc.assert(
      fc.property(workoutDocument, (document) => {
        const { cues, segments } = workoutOf(document);
        const stable = withStableIds(document);
        expect((stable.cues ?? []).map(({ id }) => id)).toEqual(cues.map(({ id }) => id));
        expect((stable.segments ?? []).map(({ id }) => id)).toEqual(segments.map(({ id }) => id));
        expect(withStableIds(stable)).toBe(stable);
        expect(workoutOf(stable).cues).toEqual(cues);
      }),
    );
  });

  it('done together are what they are one by one', () => {
    fc.assert(
      fc.property(workoutDocument, fc.array(anyIntent, { minLength: 2, maxLength: 4 }), (first, sequence) => {
        const { edits, last } = oneByOne(first, sequence, attempt);
        fc.pre(edits.length > 0 && last !== first);
        const together = attempt(first, edits);
        // A stated duration grows after the last edit only, so that alone may differ.
        if (together !== null && first.duration_seconds === undefined)
          expect(withStableIds(together.document)).toEqual(last);
      }),
      { numRuns: 100 },
    );
  });

  it('make the hard cases: every edit is done and refused, and many cues hold on to moving anchors', () => {
    const counts = Object.entries(intents).map(([op, intent]) => {
      const samples = fc.sample(fc.tuple(workoutDocument, intent), { numRuns: 30, seed: 11 });
      const results = samples.map(([document, make]) => {
        const edit = make(document);
        return edit === null ? null : attempt(document, [edit]);
      });
      return { op, done: results.filter((result) => result !== null && result.patches.length > 0).length };
    });
    for (const { op, done } of counts) expect(done, op).toBeGreaterThan(3);

    const documents = fc.sample(workoutDocument, { numRuns: 100, seed: 3 });
    const held = documents.map((document) => expectAnchorsHold(workoutOf(document)));
    expect(held.filter((count) => count > 1).length).toBeGreaterThan(15);
    const moved = documents.filter((document) => {
      const result = attempt(document, [{ op: 'tracks.add', tracks: [{ file: 'hum.mp3' }], index: 0 }]);
      return result?.touched.some((id) => document.cues?.some((cue) => cue.id === id));
    });
    expect(moved.length).toBeGreaterThan(15);
    const warned = documents.flatMap((document) => readWorkoutDocument(document).problems.map(({ path }) => path));
    expect(warned.filter((path) => /start_time/.test(path)).length).toBeGreaterThan(25);
    expect(warned.filter((path) => /time_ms/.test(path)).length).toBeGreaterThan(25);
  });
});
