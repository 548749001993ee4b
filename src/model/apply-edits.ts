import { apply } from 'mutative';
import {
  addCoach,
  addVariant,
  changeCoach,
  changeVariant,
  removeCoach,
  removeVariant,
  takeInVariant,
} from './cast-edits.ts';
import { addCues, anchorCues, changeCues, copyToSegments, placeCues, removeCues, splitCue } from './cue-edits.ts';
import { type EditDraft, type ListName, readList, withStableIds } from './edit-draft.ts';
import { labelOfEdits } from './edit-labels.ts';
import { CueforgeError } from './failure.ts';
import { copyJson, type JsonPatch, jsonPatches, sameJson } from './json-patches.ts';
import { findDeepNesting } from './json-safety.ts';
import { addMarker, changeMarker, changeWorkout, removeMarkers } from './marker-edits.ts';
import { replaceText, setScript } from './script-edits.ts';
import { addSegments, changeSegment, removeSegments, replaceSegments, splitSegment } from './segment-edits.ts';
import { addTake, changeTake, chooseTakes, removeTake } from './take-edits.ts';
import { addTracks, changeTrack, orderTracks, removeTracks } from './track-edits.ts';
import { layOutTracks, layoutLength, type MusicFacts, trackLengths } from './track-layout.ts';
import { toSeconds } from './units.ts';
import type { Workout } from './workout.ts';
import { readWorkoutDocument, toTracks } from './workout-document.ts';
import type { WorkoutEdit } from './workout-edit.ts';
import { LONGEST_SECONDS, type WorkoutDocument } from './workout-schema.ts';

export interface AppliedEdits {
  /** The new document; shares with the old one what did not change, and is the old one where nothing did. */
  readonly document: WorkoutDocument;
  /** What the new document says; null where nothing changed. */
  readonly workout: Workout | null;
  /** Patches for mutative's `apply`: from the old document to the new one, and back. Empty where nothing changed. */
  readonly patches: JsonPatch[];
  readonly inverse: JsonPatch[];
  /** As a menu says it. */
  readonly label: string;
  /** Ids of what the edits are about and is there now, then of what else changed by them: anchored cues, a ripple. */
  readonly touched: string[];
}

/**
 * Does edits to a workout document, in order, all or none. Pure: the document stays as it is, keys it does not know are
 * kept. Throws `bad-argument` where an edit makes no sense or the result would not be a workout file. The first edit of a
 * document writes the ids that its cues and segments have so far by their place only.
 */
export const applyWorkoutEdits = (
  document: WorkoutDocument,
  edits: readonly WorkoutEdit[],
  facts: MusicFacts,
): AppliedEdits => {
  const deep = findDeepNesting(edits);
  if (deep !== null) throw new CueforgeError('bad-argument', `This edit cannot be done: ${deep.message}.`);
  const stable = withStableIds(document);
  const draft: EditDraft = { document: copyJson(stable), facts };
  const about = edits.flatMap((edit) => applyEdit(draft, edit));
  const label = labelOfEdits(stable, edits);
  if (sameJson(stable, draft.document))
    return { document, workout: null, patches: [], inverse: [], label, touched: [] };
  makeRoom(draft);
  const workout = usable(draft.document);
  const patches = jsonPatches(document, draft.document);
  return {
    document: apply(document as object, patches as never) as WorkoutDocument,
    ...{ workout, patches },
    inverse: jsonPatches(draft.document, document),
    label,
    touched: touchedIds(stable, draft, about),
  };
};

/** Does one edit; gives the ids of what it is about. */
const applyEdit = (draft: EditDraft, edit: WorkoutEdit): string[] => {
  switch (edit.op) {
    case 'cues.add':
      return addCues(draft, edit);
    case 'cues.change':
      return changeCues(draft, edit);
    case 'cues.place':
      return placeCues(draft, edit);
    case 'cues.remove':
      return removeCues(draft, edit);
    case 'cues.split':
      return splitCue(draft, edit);
    case 'cues.anchor':
      return anchorCues(draft, edit);
    case 'cues.toSegments':
      return copyToSegments(draft, edit);
    case 'text.replace':
      return replaceText(draft, edit);
    case 'script.set':
      return setScript(draft, edit);
    case 'takes.add':
      return addTake(draft, edit);
    case 'takes.change':
      return changeTake(draft, edit);
    case 'takes.choose':
      return chooseTakes(draft, edit);
    case 'takes.remove':
      return removeTake(draft, edit);
    case 'segments.add':
      return addSegments(draft, edit);
    case 'segments.change':
      return changeSegment(draft, edit);
    case 'segments.remove':
      return removeSegments(draft, edit);
    case 'segments.replace':
      return replaceSegments(draft, edit);
    case 'segments.split':
      return splitSegment(draft, edit);
    case 'tracks.add':
      return addTracks(draft, edit);
    case 'tracks.change':
      return changeTrack(draft, edit);
    case 'tracks.remove':
      return removeTracks(draft, edit);
    case 'tracks.order':
      return orderTracks(draft, edit);
    case 'coaches.add':
      return addCoach(draft, edit);
    case 'coaches.change':
      return changeCoach(draft, edit);
    case 'coaches.remove':
      return removeCoach(draft, edit);
    case 'variants.add':
      return addVariant(draft, edit);
    case 'variants.change':
      return changeVariant(draft, edit);
    case 'variants.remove':
      return removeVariant(draft, edit);
    case 'variants.take':
      return takeInVariant(draft, edit);
    case 'markers.add':
      return addMarker(draft, edit);
    case 'markers.change':
      return changeMarker(draft, edit);
    case 'markers.remove':
      return removeMarkers(draft, edit);
    case 'workout.change':
      return changeWorkout(draft, edit);
  }
};

/** A stated duration that a cue comes to lie behind grows: to the end of the music, or to the second after the cue. */
const makeRoom = ({ document, facts }: EditDraft): void => {
  const { duration_seconds } = document;
  if (duration_seconds === undefined) return;
  const last = (document.cues ?? []).reduce((latest, { time_ms }) => Math.max(latest, time_ms), 0) / 1000;
  if (last < duration_seconds) return;
  const tracks = toTracks(document);
  const music = toSeconds(layoutLength(layOutTracks(tracks, trackLengths(tracks, facts))));
  document.duration_seconds = Math.min(LONGEST_SECONDS, last < music ? Math.ceil(music) : Math.floor(last) + 1);
};

/** What a document says. Refuses the edit that made it where it is none any more. */
const usable = (document: WorkoutDocument): Workout => {
  const { workout, problems } = readWorkoutDocument(document);
  if (workout !== null) return workout;
  const first = problems.find(({ severity }) => severity === 'error');
  const where = !first?.path ? '' : ` in ${first.path}`;
  throw new CueforgeError('bad-argument', `This edit cannot be done:${where} ${first?.message}.`, { problems });
};

const LISTS: readonly ListName[] = ['cues', 'segments', 'tracks', 'markers', 'coaches', 'variants'];

const touchedIds = (before: WorkoutDocument, draft: EditDraft, about: readonly string[]): string[] => {
  const changed = new Set<string>();
  const there = new Set<string>();
  for (const name of LISTS) {
    const old = new Map<string, unknown>((before[name] ?? []).map((thing) => [thing.id as string, thing]));
    for (const thing of readList(draft, name)) {
      there.add(thing.id);
      if (!sameJson(thing, old.get(thing.id))) changed.add(thing.id);
    }
  }
  return [...new Set([...about.filter((id) => there.has(id)), ...changed])];
};
