import type * as z from 'zod';
import { isRecord } from './document-entries.ts';
import { withIds } from './implied-ids.ts';
import { checkKeys, findDeepNesting } from './json-safety.ts';
import type { Fade, FadeCurve } from './mix-plan.ts';
import { error, formatPath, isUsable, type Problem } from './problem.ts';
import { decibels, type Frames, frames, lufs, millisecondsToFrames, seconds } from './units.ts';
import {
  type Anchor,
  DUCKING_PRESETS,
  type DuckingSettings,
  type MusicTrack,
  type Variant,
  type VoiceCue,
  type Workout,
} from './workout.ts';
import { checkWorkout } from './workout-checks.ts';
import {
  type AnchorDocument,
  type CueDocument,
  type DuckingDocument,
  type TrackDocument,
  type WorkoutDocument,
  workoutSchema,
} from './workout-schema.ts';

/** A workout in its JSON form, checked and in the model's units. `workout` is null where there are errors. */
export const readWorkoutDocument = (document: unknown): { workout: Workout | null; problems: Problem[] } => {
  const deep = findDeepNesting(document);
  if (deep !== null) return { workout: null, problems: [deep] };
  const shape = workoutSchema.safeParse(document);
  const problems = [
    ...checkKeys(document),
    ...(shape.success ? [] : shape.error.issues.flatMap((issue) => problemsOf(issue, []))),
    ...(isRecord(document) ? checkWorkout(document) : []),
  ];
  return { workout: shape.success && isUsable(problems) ? toWorkout(shape.data) : null, problems };
};

/** A refusal of the schema. Where a choice of forms failed, the form whose own fields were refused is the one meant. */
export const problemsOf = (issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Problem[] => {
  const keys = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((form) => form.some(({ path }) => path.length > 0));
    if (meant !== undefined) return meant.flatMap((inner) => problemsOf(inner, keys));
  }
  return [error(formatPath(keys), issue.message)];
};

const toWorkout = (document: WorkoutDocument): Workout => ({
  id: document.id,
  title: blankToNull(document.title) ?? document.id,
  duration: document.duration_seconds === undefined ? null : seconds(document.duration_seconds),
  tracks: toTracks(document),
  coachingTrack: document.coaching_url ?? null,
  hasCues: document.cues !== undefined,
  segments: withIds(document.segments ?? [], 'segment').map((segment, index) => ({
    id: segment.id,
    title: blankToNull(segment.title) ?? `Segment ${index + 1}`,
    start: seconds(segment.start_time),
    duration: seconds(segment.duration_seconds),
    intensity: segment.intensity ?? null,
    bpm: segment.bpm ?? null,
  })),
  cues: toCues(document.cues ?? []),
  coaches: (document.coaches ?? []).map((coach) => ({
    id: coach.id,
    name: coach.name ?? coach.id,
    provider: coach.provider ?? 'embedded',
    voice: coach.voice ?? null,
    rate: coach.rate ?? 1,
  })),
  variants: toVariants(document.variants ?? []),
  markers: (document.markers ?? []).map(({ id, time_ms, name }) => ({
    id,
    at: toWholeFrames(time_ms),
    name: name ?? '',
  })),
  lexicon: document.lexicon ?? {},
});

const blankToNull = (text: string | null | undefined): string | null =>
  text === undefined || text === null || text.trim() === '' ? null : text;

/** The music of a document: its tracks, or the one called `music` that `music_url` names. */
export const toTracks = ({ tracks, music_url }: Pick<WorkoutDocument, 'tracks' | 'music_url'>): MusicTrack[] => {
  const fade = (ms: number | null | undefined, curve: FadeCurve): Fade => ({ length: toWholeFrames(ms ?? 0), curve });
  return (tracks ?? (music_url ? [{ id: 'music', file: music_url }] : [])).map((track: TrackDocument) => ({
    id: track.id,
    file: track.file,
    trimStart: toWholeFrames(track.trim_start_ms ?? 0),
    trimEnd: toFramesOrNull(track.trim_end_ms),
    gain: decibels(track.gain_db ?? 0),
    fadeIn: fade(track.fade_in_ms, track.fade_in_curve ?? 'raised-cosine-db'),
    fadeOut: fade(track.fade_out_ms, track.fade_out_curve ?? 'raised-cosine-db'),
    crossfade: fade(track.crossfade_ms, track.crossfade_curve ?? 'equal-power'),
    grid:
      track.bpm == null || track.first_beat_ms == null
        ? null
        : { bpm: track.bpm, firstBeat: seconds(track.first_beat_ms / 1000), beatsPerBar: track.beats_per_bar ?? 4 },
  }));
};

const toFramesOrNull = (ms: number | null | undefined): Frames | null => (ms == null ? null : toWholeFrames(ms));

const toCues = (cues: readonly CueDocument[]): VoiceCue[] =>
  withIds(cues, 'cue').map((cue) => ({
    id: cue.id,
    at: toWholeFrames(cue.time_ms),
    text: cue.text ?? '',
    gain: decibels(cue.gain_db ?? 0),
    duck: toDucking(cue.duck),
    level: cue.level ?? null,
    tags: cue.tags ?? [],
    audio: cue.audio ?? cue.file ?? null,
    takes: (cue.takes ?? []).map((take) => ({
      id: take.id,
      name: take.name ?? take.id,
      file: take.audio,
      coach: take.coach ?? null,
      start: toWholeFrames(take.start_ms ?? 0),
      end: toFramesOrNull(take.end_ms),
      gain: decibels(take.gain_db ?? 0),
      chosen: take.chosen ?? false,
    })),
    speed: cue.speed ?? 1,
    anchor: toAnchor(cue.anchor),
  }));

const toAnchor = (anchor: AnchorDocument | null | undefined): Anchor | null => {
  if (anchor == null) return null;
  return 'track' in anchor
    ? { kind: 'beat', track: anchor.track as string, beat: anchor.beat as number }
    : { kind: 'segment', segment: anchor.segment as string, offset: seconds((anchor.offset_ms as number) / 1000) };
};

/** Adding 0 makes a negative zero a plain one. */
const toWholeFrames = (ms: number): Frames => frames(millisecondsToFrames(ms) + 0);

const toDucking = (ducking: DuckingDocument | null | undefined): DuckingSettings | null => {
  if (ducking === undefined || ducking === null) return null;
  if (typeof ducking === 'string') return DUCKING_PRESETS[ducking];
  const preset = DUCKING_PRESETS[ducking.preset ?? 'standard'];
  const own = (ms: number | null | undefined, otherwise: Frames): Frames =>
    ms === undefined || ms === null ? otherwise : toWholeFrames(ms);
  return {
    depth: decibels(ducking.depth_db ?? preset.depth),
    lead: own(ducking.lead_ms, preset.lead),
    attack: own(ducking.attack_ms, preset.attack),
    hold: own(ducking.hold_ms, preset.hold),
    mergeGap: own(ducking.merge_gap_ms, preset.mergeGap),
    release: own(ducking.release_ms, preset.release),
  };
};

/** What a file that declares no variants is exported as. */
export const COACHED: Variant = {
  id: 'coached',
  name: 'Coached',
  coach: null,
  cues: { tags: null, levels: null, except: [] },
  ducking: DUCKING_PRESETS.standard,
  voiceLevel: decibels(0),
  target: null,
  formats: null,
};

const toVariants = (variants: NonNullable<WorkoutDocument['variants']>): Variant[] =>
  variants.length === 0
    ? [COACHED]
    : variants.map((variant) => ({
        id: variant.id,
        name: variant.name ?? variant.id,
        coach: variant.coach ?? null,
        cues: {
          tags: variant.cues?.tags ?? null,
          levels: variant.cues?.levels ?? null,
          except: variant.cues?.except ?? [],
        },
        ducking: toDucking(variant.ducking) ?? COACHED.ducking,
        voiceLevel: decibels(variant.voice_level_db ?? 0),
        target: variant.target_lufs === undefined || variant.target_lufs === null ? null : lufs(variant.target_lufs),
        formats: variant.formats === undefined || variant.formats === null ? null : [...new Set(variant.formats)],
      }));
