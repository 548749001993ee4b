import type { Material } from '../../../src/contract/index.ts';
import {
  DUCKING_PRESETS,
  decibels,
  type Frames,
  frames,
  layOutTracks,
  layoutLength,
  type MixPlan,
  takesCue,
  toFrames,
  type Variant,
  type VoiceCue,
  type Workout,
} from '../../../src/model/index.ts';
import {
  type PlacedCue,
  planVariant,
  type StagedSource,
  type Take,
  type VariantContent,
} from '../../../src/plan/index.ts';
import { type EditorState, useEditor } from '../edit-store.ts';

/**
 * The variant that is heard, planned from all sounds that are ready: a `VariantPlan` that is never refused. What is
 * missing is named instead. The workout's one gain is not known here: the plan's is 0 dB.
 */
export interface HeardPlan {
  readonly refused: false;
  readonly plan: MixPlan;
  readonly cues: readonly PlacedCue[];
  readonly variant: Variant;
  readonly content: VariantContent;
  /** Takes of the variant's coach that are ready, by cue id; those of cues it leaves out too. */
  readonly takes: ReadonlyMap<string, Take>;
  /** Ids of cues the variant takes whose take is not ready, and of tracks that are not. */
  readonly missing: readonly string[];
}
export type HeardState = Pick<EditorState, 'workout' | 'material' | 'variant'>;

/** What the mix ends with where there is no music: a second of silence, as an export has it. */
const AFTER_LAST_CUE = 48_000;
const CEILING = decibels(-1);

const MUSIC_ONLY: Variant = {
  ...{ id: 'music', name: 'Music', coach: null, cues: { tags: null, levels: null, except: [] } },
  ...{ ducking: DUCKING_PRESETS.standard, voiceLevel: decibels(0), target: null, formats: null },
};

/** The variant of this id; the built-in `music` for one that is not there. */
export const variantOf = (workout: Workout, id: string): { variant: Variant; content: VariantContent } => {
  const variant = workout.variants.find((each) => each.id === id);
  if (variant) return { variant, content: 'mix' };
  return { variant: MUSIC_ONLY, content: id === 'coaching' ? 'coaching' : 'music' };
};

/** Whose takes are drawn: the variant's coach, the first variant's where only the music is heard. Null: the default voice. */
export const coachOf = (workout: Workout, variant: Variant, content: VariantContent): string | null =>
  (content === 'mix' ? variant.coach : (workout.variants[0]?.coach ?? null)) ?? workout.coaches[0]?.id ?? null;

/** Tracks that are ready, as a plan takes them. */
export const readyTracks = (material: Material | null): ReadonlyMap<string, StagedSource> =>
  new Map(
    material?.tracks.flatMap(({ id, source, frames: length, gain }) =>
      source === null || length === 0 ? [] : [[id, { source, length, gain: decibels(gain) }] as const],
    ),
  );

/** Takes of a coach that are ready, by cue id. */
export const readyTakes = (material: Material | null, coach: string | null): ReadonlyMap<string, Take> =>
  new Map(
    material?.takes.flatMap(({ cue, coach: whose, source, frames: length, gain, speech }) =>
      whose !== coach || source === null ? [] : [[cue, { source, length, gain: decibels(gain), speech }] as const],
    ),
  );

/** A plan of what is ready. Pure; `heardPlan` keeps the last one. */
export const planHeard = (workout: Workout, material: Material | null, id: string): HeardPlan => {
  const { variant, content } = variantOf(workout, id);
  const tracks = readyTracks(material);
  const takes = readyTakes(material, coachOf(workout, variant, content));
  const wanted = content === 'music' ? [] : workout.cues.filter((cue) => takesCue(variant.cues, cue));
  const missing = [
    ...workout.tracks.filter(({ id: track }) => !tracks.has(track)).map(({ id: track }) => track),
    ...wanted.filter((cue) => !takes.has(cue.id)).map((cue) => cue.id),
  ];
  const ready: Workout = {
    ...workout,
    tracks: workout.tracks.filter(({ id: track }) => tracks.has(track)),
    cues: workout.cues.filter((cue) => takes.has(cue.id)),
  };
  const lengths = new Map([...tracks].map(([track, { length }]) => [track, length]));
  const musicLength = layoutLength(layOutTracks(ready.tracks, lengths));
  const sources = {
    ...{ tracks, takes, coachingTrack: null, gain: decibels(0), limiter: { ceiling: CEILING } },
    length: musicLength > 0 ? musicLength : lengthWithoutMusic(workout, wanted, takes),
  };
  // Without music its ducking is not asked for, and the voice is where it would be.
  const planned = planVariant(ready, variant, musicLength > 0 ? content : 'coaching', sources);
  const nothing: MixPlan = {
    ...{ length: sources.length, beds: [], voices: [], ducking: [], gain: sources.gain, limiter: sources.limiter },
  };
  const { plan, cues } =
    planned.refused || (musicLength === 0 && content === 'music') ? { plan: nothing, cues: [] } : planned;
  return { refused: false, plan, cues, variant, content, takes, missing };
};

const lengthWithoutMusic = (workout: Workout, cues: readonly VoiceCue[], takes: ReadonlyMap<string, Take>): Frames => {
  const ends = cues.map((cue) => cue.at + (takes.get(cue.id)?.length ?? 0) + AFTER_LAST_CUE);
  return frames(Math.max(0, workout.duration === null ? 0 : toFrames(workout.duration), ...ends));
};

let last: { state: HeardState; plan: HeardPlan | null } | null = null;

/** The plan of what is heard now, made anew only when the workout, its sounds or the variant change. Null: none is open. */
export const heardPlan = (state: HeardState = useEditor.getState()): HeardPlan | null => {
  const { workout, material, variant } = state;
  const known = last?.state;
  if (last && known?.workout === workout && known.material === material && known.variant === variant) return last.plan;
  last = {
    state: { workout, material, variant },
    plan: workout === null ? null : planHeard(workout, material, variant),
  };
  return last.plan;
};

/** `heardPlan` for panels. */
export const useHeardPlan = (): HeardPlan | null => useEditor((state) => heardPlan(state));
