import {
  beatOfFrame,
  type CueDocument,
  frameOfBeat,
  type VoiceCue,
  type WorkoutEdit,
} from '../../../src/model/index.ts';
import { gridAt } from '../music-grid.ts';
import { asFrame, LAST_PLACE, toMs, withinWorkout } from './edit-times.ts';
import { labelled, mergeOf, type Step, step, told } from './hand-step.ts';
import { chosenCues, cueEnd, cueLength, type HandView } from './hand-view.ts';
import { type NudgeUnit, stepFrom, wholeUnits } from './musical-steps.ts';
import { placeText } from './place-text.ts';

/** A cue at a frame. A cue needs words: null where there are none. */
export const addCue = (view: HandView, at: number, text: string): Step | null => {
  const words = text.trim();
  if (words === '') return null;
  const frame = asFrame(at);
  return step(
    `Cue added at ${placeText(view, frame)}`,
    [{ op: 'cues.add', cues: [{ time_ms: toMs(frame), text: words }] }],
    { chooses: 'touched' },
  );
};

/** Other words for a cue; null where nothing changes. Without words it is removed, unless a recording speaks. */
export const rewriteCue = (cue: VoiceCue, text: string): Step | null => {
  const words = text.trim();
  if (words === cue.text) return null;
  if (words === '' && cue.audio === null && cue.takes.length === 0) return removeCues([cue.id]);
  return step('Text changed', [{ op: 'cues.change', ids: [cue.id], change: { text: words === '' ? null : words } }]);
};

const removeCues = (ids: string[]): Step => step(told(ids.length, 'deleted'), [{ op: 'cues.remove', ids }]);

/**
 * Moves cues by one distance, so that those between them stay: by as much as the start of the workout leaves. Null
 * where that is nothing.
 */
export const moveCues = (
  view: HandView,
  cues: readonly VoiceCue[],
  distance: number,
  { merge = null, lead = cues[0] }: { merge?: string | null; lead?: VoiceCue } = {},
): Step | null => {
  if (cues.length === 0 || !lead) return null;
  const by = allowed(cues, distance);
  if (by === 0) return null;
  const places = cues.map(({ id, at }) => ({ id, time_ms: toMs(at + by) }));
  const said = `${told(cues.length, 'moved')} to ${placeText(view, asFrame(lead.at + by))}`;
  return step(said, [{ op: 'cues.place', places }], { merge });
};

/** Moves the selected cues: whole units of the music at the first of them, so that their distances stay. */
export const nudge = (view: HandView, unit: NudgeUnit, count: number): Step | null => {
  const cues = chosenCues(view);
  const [first] = cues;
  if (!first) return null;
  const lead = cues.find(({ id }) => id === view.selection.lead) ?? first;
  const distance = stepFrom(view, first.at, unit, count) - first.at;
  return moveCues(view, cues, distance, { merge: mergeOf('nudge', idsOf(cues)), lead });
};

/** Moves the selected cues so that the first of them begins at the playhead. */
export const moveToPlayhead = (view: HandView): Step | null => {
  const cues = chosenCues(view);
  return cues.length === 0 ? null : moveCues(view, cues, view.playhead - cues[0]!.at);
};

/** Puts each of the selected cues on the beat that is nearest to it. Null: they are there, or there are no beats. */
export const quantise = (view: HandView): Step | null => {
  const moved = chosenCues(view).flatMap((cue) => {
    const here = gridAt(view.music, cue.at);
    const at = here && frameOfBeat(here.span, here.grid, Math.round(beatOfFrame(here.span, here.grid, cue.at)));
    return at === null || at === cue.at || at < 0 || at > LAST_PLACE ? [] : [{ id: cue.id, time_ms: toMs(at) }];
  });
  if (moved.length === 0) return null;
  const label = `${labelled('Move', moved.length)} to the beat`;
  return step(told(moved.length, 'moved to the beat'), [{ op: 'cues.place', places: moved }], { label });
};

/** Removes what is selected: cues, else the marker, segment or track. */
export const removeSelected = (view: HandView, ripple: boolean): Step | null => {
  const { cues, marker, segment, track } = view.selection;
  if (cues.size > 0) return removeCues(idsOf(chosenCues(view)));
  if (marker !== null) return step('Marker deleted', [{ op: 'markers.remove', ids: [marker] }]);
  if (segment !== null) return step('Segment deleted', [{ op: 'segments.remove', ids: [segment], ripple }]);
  return track === null ? null : step('Track deleted', [{ op: 'tracks.remove', ids: [track] }]);
};

/**
 * Copies of the selected cues behind themselves: whole bars away, or phrases where that is what one snaps to, so that
 * the copy begins after the last of them has been said.
 */
export const duplicate = (view: HandView): Step | null => {
  const cues = chosenCues(view);
  const [first] = cues;
  if (!first) return null;
  const extent = Math.max(...cues.map((cue) => cueEnd(view, cue))) - first.at;
  const by = wholeUnits(view, first.at, extent, view.snap === 'phrase' ? 'phrase' : 'bar');
  return addCopies(view, cues, by, 'Duplicate', 'duplicated');
};

/** Copies of cues, moved by a distance. */
export const addCopies = (
  view: HandView,
  cues: readonly VoiceCue[],
  distance: number,
  verb: string,
  done: string,
): Step | null => {
  if (cues.length === 0) return null;
  const by = allowed(cues, distance);
  const first = asFrame(Math.min(...cues.map(({ at }) => at)) + by);
  return step(
    `${told(cues.length, done)} at ${placeText(view, first)}`,
    [{ op: 'cues.add', cues: cues.map((cue) => copyOf(view, cue, cue.at + by)) }],
    { label: labelled(verb, cues.length), chooses: 'touched' },
  );
};

/**
 * A cue as the file writes it, at another time and without its id. What it is anchored to stays the same, at its new
 * distance.
 */
export const copyOf = ({ document, workout }: HandView, cue: VoiceCue, at: number): CueDocument => {
  const { id: _id, ...written } = document.cues![workout.cues.indexOf(cue)]!;
  return { ...written, time_ms: toMs(at) };
};

/** A copy of the selected cues in every segment. */
export const duplicateToSegments = (view: HandView): Step | null => {
  const ids = idsOf(chosenCues(view));
  if (ids.length === 0 || view.workout.segments.length === 0) return null;
  return step(told(ids.length, 'copied to every segment'), [{ op: 'cues.toSegments', ids, segments: null }]);
};

/** Splits the cue that is said at the playhead (a selected one first), between the words that lie there. */
export const splitAtPlayhead = (view: HandView): Step | null => {
  const { playhead, selection, workout } = view;
  const spoken = workout.cues.filter((cue) => cue.at < playhead && playhead < cueEnd(view, cue));
  const cue = spoken.find(({ id }) => selection.cues.has(id)) ?? spoken[0];
  if (!cue) return null;
  const at = wordStartNear(cue.text, (playhead - cue.at) / cueLength(view, cue.id));
  return at === null ? null : splitCue(view, cue, at, playhead);
};

/** Two cues out of one. `caret`: the character where the second begins; when it is said follows from its share of the text. */
export const splitAtCaret = (view: HandView, cue: VoiceCue, caret: number): Step | null => {
  const at = cue.text.length - cue.text.slice(caret).trimStart().length;
  if (cue.text.slice(0, at).trim() === '' || cue.text.slice(at).trim() === '') return null;
  return splitCue(view, cue, at, cue.at + (cueLength(view, cue.id) * at) / cue.text.length);
};

const splitCue = (view: HandView, cue: VoiceCue, at: number, frame: number): Step =>
  step(
    `Cue split at ${placeText(view, asFrame(frame))}`,
    [{ op: 'cues.split', id: cue.id, at, time_ms: toMs(asFrame(frame)) }],
    { chooses: 'touched' },
  );

/** The start of the word that lies nearest to a share (0..1) of a text, the first word apart; null: there is one word. */
export const wordStartNear = (text: string, share: number): number | null => {
  const starts = [...text.matchAll(/\S+/g)].slice(1).map(({ index }) => index);
  const wanted = share * text.length;
  return starts.reduce<number | null>(
    (best, start) => (best === null || Math.abs(start - wanted) < Math.abs(best - wanted) ? start : best),
    null,
  );
};

/** The selected cues louder or softer, each from its own level. Null: no level changes, all are at the end of the range. */
export const changeGain = (view: HandView, decibels: number): Step | null => {
  const cues = chosenCues(view);
  const byGain = new Map<number, string[]>();
  for (const { id, gain } of cues) {
    const next = Math.min(24, Math.max(-60, Math.round((gain + decibels) * 10) / 10));
    if (next !== gain) byGain.set(next, [...(byGain.get(next) ?? []), id]);
  }
  if (byGain.size === 0) return null;
  const edits: WorkoutEdit[] = [...byGain].map(([gain, ids]) => ({
    op: 'cues.change',
    ids,
    change: { gain_db: gain === 0 ? null : gain },
  }));
  const [[gain]] = byGain;
  const level = `${gain < 0 ? '−' : '+'}${Math.abs(gain)} dB`;
  const said = told(cues.length, byGain.size === 1 ? `at ${level}` : 'changed in level');
  return step(said, edits, { merge: mergeOf('gain', idsOf(cues)) });
};

/** Anchors the selected cues where they are, or lets them go. */
export const anchorCues = (view: HandView, to: 'beat' | 'segment' | null): Step | null => {
  const ids = idsOf(chosenCues(view));
  if (ids.length === 0) return null;
  const done = to === null ? 'free of its anchor' : `anchored to the ${to}`;
  return step(told(ids.length, done), [{ op: 'cues.anchor', ids, to }]);
};

/** As much of a distance as the workout leaves to all of the cues. */
const allowed = (cues: readonly VoiceCue[], distance: number): number => {
  const times = cues.map(({ at }) => at);
  return withinWorkout(Math.round(distance), Math.min(...times), Math.max(...times));
};

const idsOf = (cues: readonly VoiceCue[]): string[] => cues.map(({ id }) => id);
