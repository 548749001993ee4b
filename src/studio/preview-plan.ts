import type { Settings } from '../contract/index.ts';
import {
  type Decibels,
  decibels,
  type Frames,
  type Lufs,
  layoutLength,
  type MixPlan,
  type Workout,
} from '../model/index.ts';
import { layOutSources, planVariant, type StagedSource } from '../plan/index.ts';
import type { Levelled, SourceFiles } from '../render/index.ts';
import type { EditedWorkout } from './editor-ports.ts';
import type { ExportRequest } from './export-types.ts';
import type { PreviewSounds } from './materials.ts';
import {
  DEFAULT_CEILING,
  encodingsOf,
  exportableVariants,
  lengthWithoutMusic,
  requestFor,
  targetOf,
  type WantedVariant,
} from './plan-export.ts';
import { musicPlan } from './workout-gains.ts';

/** What a preview is planned from: a workout with the music that is there, and the export that it stands for. */
export interface PreviewBasis {
  readonly workout: Workout;
  readonly wanted: WantedVariant;
  readonly request: ExportRequest;
  readonly target: Lufs;
  readonly tracks: ReadonlyMap<string, StagedSource>;
  readonly length: Frames;
}

/** `variant`: an id; one that the workout does not have is its music. */
export const basisOf = (
  { path, workout }: EditedWorkout,
  variant: string,
  { material, coachingTrack }: PreviewSounds,
  settings: Settings,
): PreviewBasis => {
  const tracks = new Map(
    material.tracks.flatMap(({ id, source, frames: length, gain }): [string, StagedSource][] =>
      source === null ? [] : [[id, { source, length, gain: decibels(gain) }]],
    ),
  );
  const there = { ...workout, tracks: workout.tracks.filter(({ id }) => tracks.has(id)) };
  const all = exportableVariants(there);
  const wanted = all.find((each) => each.variant.id === variant) ?? all[0];
  const request = requestFor(path, workout, settings);
  const music = layoutLength(layOutSources(there, tracks));
  const said = material.takes.map(({ cue, frames: length }) => [cue, length] as const);
  const length = music > 0 ? music : lengthWithoutMusic(workout, said, coachingTrack?.length ?? 0);
  return { workout: there, wanted, request, target: targetOf(wanted.variant, request), tracks, length };
};

/** A preview at the workout's gain: what decides the gain it gets, and where its sources are. */
export interface PlannedPreview {
  readonly levelled: Levelled;
  readonly sources: SourceFiles;
}

/**
 * The plan that an export would make now, with what is there: a cue whose take is not made yet, or could not be, is left
 * out, and where there is no music its voices sound alone.
 *
 * Of a variant's formats the first is what is heard: the one that is named first in the file, MP3 where none is. Formats
 * differ in how far under the ceiling the limiter works (0.1 dB for WAV, 0.5 for MP3 at 320 kb/s, 2.2 at 96), so in the
 * samples that the limiter touches, and in a gain of its own; one of the real files is better to hear than a ceiling
 * that none of them has. What no preview can have is the ceiling of a file that its check found too high: it is encoded
 * again, lower, by what the codec added.
 */
export const planPreview = (
  { workout, wanted: { variant, content }, request, target, tracks, length }: PreviewBasis,
  sounds: PreviewSounds,
  gain: Decibels,
): PlannedPreview => {
  const takes = sounds.takesOf(variant.coach);
  const [encoding] = encodingsOf({ variant, content }, request);
  const limiter = { ceiling: decibels(request.ceiling ?? DEFAULT_CEILING) };
  const sources = { tracks, takes, length, coachingTrack: sounds.coachingTrack, gain, limiter };
  const spoken = { ...workout, cues: workout.cues.filter(({ id }) => takes.has(id)) };
  const planned = planVariant(spoken, variant, content, sources);
  if (!planned.refused) {
    const levelled = { content, encoding, plan: planned.plan, target: content === 'coaching' ? null : target };
    return { levelled, sources: filesOf(planned.plan, sounds.sources) };
  }
  const silent = content === 'music' ? { ...spoken, cues: [], hasCues: true } : spoken;
  const alone = planVariant(silent, variant, 'coaching', {
    ...sources,
    coachingTrack: content === 'music' ? null : sources.coachingTrack,
  });
  if (alone.refused) throw new Error('A mix of voices alone is never refused');
  const levelled = { content: 'coaching', encoding, plan: alone.plan, target: null } as const;
  return { levelled, sources: filesOf(alone.plan, sounds.sources) };
};

/** Names everything that a workout's gain depends on; null: it has no music that could be measured. */
export const gainKey = ({ workout, request, target, tracks, length }: PreviewBasis): string | null => {
  const plan = musicPlan(workout, { tracks, length, gain: decibels(0), limiter: { ceiling: decibels(0) } });
  if (plan === null) return null;
  const formats = workout.variants.map((variant) => variant.formats);
  return JSON.stringify([plan.beds, plan.length, target, request.bitrate, request.ceiling, formats]);
};

const filesOf = (plan: MixPlan, all: SourceFiles): SourceFiles => {
  const files: Record<string, SourceFiles[string]> = {};
  for (const { source } of [...plan.beds, ...plan.voices]) files[source] = all[source];
  return files;
};
