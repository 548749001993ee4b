import type { Settings } from '../contract/index.ts';
import {
  decibels,
  type Frames,
  frames,
  type Lufs,
  layoutLength,
  type MixPlan,
  toFrames,
  type Workout,
} from '../model/index.ts';
import { layOutSources, planVariant, type StagedSource } from '../plan/index.ts';
import { ceilingMargin, type SourceFiles } from '../render/index.ts';
import type { EditedWorkout } from './editor-ports.ts';
import type { ExportRequest } from './export-types.ts';
import type { PreviewSounds } from './materials.ts';
import { DEFAULT_CEILING, encodingsOf, exportableVariants, targetOf, type WantedVariant } from './plan-export.ts';
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

/** The export that the settings amount to, as the workout shelf asks for it. */
export const requestOf = (path: string, { variants }: Workout, settings: Settings): ExportRequest => {
  const onlyMp3 = variants.flatMap(({ formats }) => formats ?? []).every((format) => format === 'mp3');
  return {
    ...{ workout: path, defaultTarget: settings.targetLufs },
    ...(onlyMp3 ? { bitrate: settings.mp3Bitrate } : {}),
  };
};

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
  const request = requestOf(path, workout, settings);
  const music = layoutLength(layOutSources(there, tracks));
  const said = material.takes.map(({ cue, frames: length }) => [cue, length] as const);
  const length = music > 0 ? music : lengthWithoutMusic(workout, said, coachingTrack?.length ?? 0);
  return { workout: there, wanted, request, target: targetOf(wanted.variant, request), tracks, length };
};

/** As an export has it: what the workout says, or a second longer than its last word. */
const lengthWithoutMusic = (
  { duration, cues }: Workout,
  said: readonly (readonly [cue: string, length: number])[],
  track: number,
): Frames => {
  if (duration !== null) return toFrames(duration);
  const lengths = new Map<string, number>();
  for (const [cue, length] of said) lengths.set(cue, Math.max(length, lengths.get(cue) ?? 0));
  return frames(Math.max(0, track, ...cues.map(({ id, at }) => at + (lengths.get(id) ?? 0))) + 48_000);
};

/**
 * The plan that an export would make now, with what is there: a cue whose take is not made yet, or could not be, is left
 * out, and where there is no music its voices sound alone. The limiter works under the ceiling of the first format.
 */
export const planPreview = (
  { workout, wanted: { variant, content }, request, tracks, length }: PreviewBasis,
  sounds: PreviewSounds,
  gain: number,
): { readonly plan: MixPlan; readonly sources: SourceFiles } => {
  const takes = sounds.takesOf(variant.coach);
  const [encoding] = encodingsOf({ variant, content }, request);
  const sources = {
    ...{ tracks, takes, length, coachingTrack: sounds.coachingTrack, gain: decibels(gain) },
    limiter: { ceiling: decibels((request.ceiling ?? DEFAULT_CEILING) - ceilingMargin(encoding)) },
  };
  const spoken = { ...workout, cues: workout.cues.filter(({ id }) => takes.has(id)) };
  const planned = planVariant(spoken, variant, content, sources);
  if (!planned.refused) return { plan: planned.plan, sources: filesOf(planned.plan, sounds.sources) };
  const silent = content === 'music' ? { ...spoken, cues: [], hasCues: true } : spoken;
  const alone = planVariant(silent, variant, 'coaching', {
    ...sources,
    coachingTrack: content === 'music' ? null : sources.coachingTrack,
  });
  if (alone.refused) throw new Error('A mix of voices alone is never refused');
  return { plan: alone.plan, sources: filesOf(alone.plan, sounds.sources) };
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
