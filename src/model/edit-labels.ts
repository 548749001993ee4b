import { toTracks } from './workout-document.ts';
import type { WorkoutEdit } from './workout-edit.ts';
import type { WorkoutDocument } from './workout-schema.ts';

/**
 * What edits are called in a menu: "Move 3 cues", "Add segment “Climb”". Several of one kind are counted together; of
 * several kinds the first one names them all. `document`: before the edits, in which every cue and segment has its id.
 */
export const labelOfEdits = (document: WorkoutDocument, edits: readonly WorkoutEdit[]): string => {
  const first = edits[0];
  if (first === undefined) return '';
  const alike = edits.filter(({ op }) => op === first.op);
  return labelOf({ document, edits: alike }, first);
};

/** Edits of one kind. */
interface Alike {
  readonly document: WorkoutDocument;
  readonly edits: readonly WorkoutEdit[];
}

const labelOf = (alike: Alike, first: WorkoutEdit): string => {
  switch (first.op) {
    case 'cues.add':
      return `Add ${these(alike, 'cue')}`;
    case 'cues.change':
      return changedCues(alike, first.change);
    case 'cues.place':
      return `Move ${these(alike, 'cue')}`;
    case 'cues.remove':
      return `Delete ${these(alike, 'cue')}`;
    case 'cues.split':
      return `Split ${these(alike, 'cue')}`;
    case 'cues.anchor':
      return first.to === null ? `Free ${these(alike, 'cue')}` : `Anchor ${these(alike, 'cue')} to ${TO[first.to]}`;
    case 'cues.toSegments':
      return `Copy ${these(alike, 'cue')} to segments`;
    case 'text.replace':
      return `Replace ${quoted(first.find)} with ${quoted(first.replace)}`;
    case 'script.set':
      return 'Edit the script';
    case 'takes.add':
      return `Add ${alike.edits.length === 1 ? 'a take' : `${alike.edits.length} takes`} to ${these(alike, 'cue')}`;
    case 'takes.change':
      return `Change ${alike.edits.length === 1 ? 'a take' : 'takes'} of ${these(alike, 'cue')}`;
    case 'takes.choose':
      return first.take === null ? `Speak ${these(alike, 'cue')}` : `Choose a take for ${these(alike, 'cue')}`;
    case 'takes.remove':
      return `Delete ${alike.edits.length === 1 ? 'a take' : 'takes'} of ${these(alike, 'cue')}`;
    case 'segments.add':
      return `Add ${these(alike, 'segment')}`;
    case 'segments.change':
      return changedSegments(alike, first.change);
    case 'segments.remove':
      return `Delete ${these(alike, 'segment')}`;
    case 'segments.replace':
      return first.segments.length === 0 ? 'Delete all segments' : 'Replace the segments';
    case 'segments.split':
      return `Split ${these(alike, 'segment')}`;
    case 'tracks.add':
      return `Add ${these(alike, 'track')}`;
    case 'tracks.change':
      return changedTracks(alike, first.change);
    case 'tracks.remove':
      return `Delete ${these(alike, 'track')}`;
    case 'tracks.order':
      return 'Reorder the tracks';
    case 'coaches.add':
      return `Add ${these(alike, 'coach')}`;
    case 'coaches.change':
      return `Change ${these(alike, 'coach')}`;
    case 'coaches.remove':
      return `Delete ${these(alike, 'coach')}`;
    case 'variants.add':
      return `Add ${these(alike, 'variant')}`;
    case 'variants.change':
      return changedVariants(alike, first.change);
    case 'variants.remove':
      return `Delete ${these(alike, 'variant')}`;
    case 'variants.take':
      return `${first.taken ? 'Put' : 'Leave'} ${these(alike, 'cue')} ${first.taken ? 'into' : 'out of'} ${these(alike, 'variant')}`;
    case 'markers.add':
      return `Add ${these(alike, 'marker')}`;
    case 'markers.change':
      return `${'time_ms' in first.change ? 'Move' : 'Rename'} ${these(alike, 'marker')}`;
    case 'markers.remove':
      return `Delete ${these(alike, 'marker')}`;
    case 'workout.change':
      return 'title' in first.change ? 'Rename the workout' : 'Change the workout';
  }
};

const TO = { beat: 'the beat', segment: 'the segment' } as const;

const changedCues = (alike: Alike, change: object): string => {
  const what = oneOf(change, CUE_FIELDS);
  if (what === 'move') return `Move ${these(alike, 'cue')}`;
  return what === null ? `Change ${these(alike, 'cue')}` : `Change the ${what} of ${these(alike, 'cue')}`;
};
const changedSegments = (alike: Alike, change: object): string => {
  if ('start_time' in change && 'duration_seconds' in change) return `Resize ${these(alike, 'segment')}`;
  if ('start_time' in change) return `Move ${these(alike, 'segment')}`;
  if ('duration_seconds' in change) return `Resize ${these(alike, 'segment')}`;
  if ('title' in change && Object.keys(change).length === 1) return `Rename ${these(alike, 'segment')}`;
  const what = oneOf(change, { intensity: 'intensity', bpm: 'tempo' });
  return what === null ? `Change ${these(alike, 'segment')}` : `Change the ${what} of ${these(alike, 'segment')}`;
};
const changedTracks = (alike: Alike, change: object): string => {
  if ('file' in change) return `Replace the file of ${these(alike, 'track')}`;
  const what = oneOf(change, TRACK_FIELDS);
  if (what === 'trim') return `Trim ${these(alike, 'track')}`;
  return what === null ? `Change ${these(alike, 'track')}` : `Change the ${what} of ${these(alike, 'track')}`;
};
const changedVariants = (alike: Alike, change: object): string => {
  if ('name' in change && Object.keys(change).length === 1) return `Rename ${these(alike, 'variant')}`;
  const what = oneOf(change, VARIANT_FIELDS);
  return what === null ? `Change ${these(alike, 'variant')}` : `Change the ${what} of ${these(alike, 'variant')}`;
};

const CUE_FIELDS: Readonly<Record<string, string>> = {
  time_ms: 'move',
  text: 'text',
  audio: 'recording',
  gain_db: 'level',
  duck: 'ducking',
  speed: 'speed',
  anchor: 'anchor',
  takes: 'takes',
  level: 'difficulty',
  tags: 'tags',
};
const TRACK_FIELDS: Readonly<Record<string, string>> = {
  trim_start_ms: 'trim',
  trim_end_ms: 'trim',
  gain_db: 'level',
  fade_in_ms: 'fade-in',
  fade_in_curve: 'fade-in',
  fade_out_ms: 'fade-out',
  fade_out_curve: 'fade-out',
  crossfade_ms: 'crossfade',
  crossfade_curve: 'crossfade',
  bpm: 'beat grid',
  first_beat_ms: 'beat grid',
  beats_per_bar: 'beat grid',
};
const VARIANT_FIELDS: Readonly<Record<string, string>> = {
  coach: 'coach',
  cues: 'choice of cues',
  ducking: 'ducking',
  voice_level_db: 'voice level',
  target_lufs: 'loudness',
  formats: 'formats',
};

/** What a change is about, where all its fields are about one thing. */
export const oneOf = (change: object, names: Readonly<Record<string, string>>): string | null => {
  const about = new Set(Object.keys(change).map((key) => (Object.hasOwn(names, key) ? names[key] : null)));
  return about.size === 1 ? [...about][0] : null;
};

type Kind = 'cue' | 'segment' | 'track' | 'coach' | 'variant' | 'marker';

/** What edits are about, in words: `3 cues`, or one thing by its name. */
const these = ({ document, edits }: Alike, kind: Kind): string => {
  const things = edits.flatMap((edit) => thingsOf(edit, kind));
  const ids = new Set(things.flatMap((thing) => (typeof thing === 'string' ? thing : [])));
  const count = ids.size + things.filter((thing) => typeof thing !== 'string').length;
  if (count !== 1) return `${count} ${kind === 'coach' ? 'coaches' : `${kind}s`}`;
  const list = (kind === 'track' ? toTracks(document) : (document[LISTS[kind]] ?? [])) as readonly object[];
  const thing =
    typeof things[0] === 'string' ? list.find((other) => 'id' in other && other.id === things[0]) : things[0];
  const name = nameOf(thing ?? { id: things[0] }, kind);
  if (name === '') return kind === 'cue' ? '1 cue' : `a ${kind}`;
  return kind === 'cue' ? quoted(name) : `${kind} ${quoted(name)}`;
};

const LISTS = {
  cue: 'cues',
  segment: 'segments',
  coach: 'coaches',
  variant: 'variants',
  marker: 'markers',
} as const;

/** Things of a kind that an edit is about: ids of those that are there, values of new ones. */
const thingsOf = (edit: WorkoutEdit, kind: Kind): readonly (string | object)[] => {
  switch (edit.op) {
    case 'cues.add':
      return edit.cues;
    case 'cues.place':
      return edit.places.map(({ id }) => id);
    case 'takes.add':
    case 'takes.change':
    case 'takes.choose':
    case 'takes.remove':
      return [edit.cue];
    case 'segments.add':
      return edit.segments;
    case 'tracks.add':
      return edit.tracks;
    case 'coaches.add':
      return [edit.coach];
    case 'variants.add':
      return [edit.variant];
    case 'variants.take':
      return kind === 'variant' ? [edit.id] : edit.cues;
    case 'markers.add':
      return [edit.marker];
    default:
      if ('ids' in edit) return edit.ids ?? [];
      return 'id' in edit ? [edit.id] : [];
  }
};

const nameOf = (thing: object, kind: Kind): string => {
  const fields = thing as Readonly<Record<string, unknown>>;
  const told = {
    ...{ cue: fields.text, segment: fields.title, track: stemOf(fields.file) },
    ...{ coach: fields.name ?? fields.id, variant: fields.name ?? fields.id, marker: fields.name },
  }[kind];
  return typeof told === 'string' ? told.trim() : '';
};

/** The name of a file without folders and ending. */
const stemOf = (file: unknown): string =>
  typeof file === 'string' ? (file.split(/[/\\]/).at(-1) ?? '').replace(/\.[^.]*$/, '') : '';

/** Longest name that a label quotes, characters. */
const LONGEST = 32;

export const quoted = (name: string): string => {
  const characters = Array.from(name.replace(/\s+/g, ' '));
  if (characters.length <= LONGEST) return `“${characters.join('')}”`;
  const cut = characters.slice(0, LONGEST).join('');
  const whole = cut.replace(/\s\S*$/, '');
  return `“${whole.length > LONGEST / 2 ? whole : cut}…”`;
};
