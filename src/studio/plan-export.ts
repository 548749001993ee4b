import type { Settings } from '../contract/index.ts';
import type { FileTags } from '../media/index.ts';
import {
  type AudioFormat,
  containerOf,
  type Decibels,
  DUCKING_PRESETS,
  decibels,
  type Failure,
  type Frames,
  frames,
  type Lufs,
  lufs,
  NO_LIMIT,
  toFrames,
  type Variant,
  type Workout,
} from '../model/index.ts';
import { planVariant, type StagedSource, type Take, type VariantContent, type VariantSources } from '../plan/index.ts';
import { DEFAULT_BITRATE, type Deliverable, type Encoding, type Levelled } from '../render/index.ts';
import type { ExportRequest, RefusedVariant } from './export-types.ts';

export const DEFAULT_TARGET = -14;
export const DEFAULT_CEILING = -1;

/** A variant and what of the workout it sounds. */
export interface WantedVariant {
  readonly variant: Variant;
  readonly content: VariantContent;
  /** The variant that this is a stem of. */
  readonly stemOf?: Variant;
}

const builtIn = (id: string, name: string): Variant => ({
  id,
  name,
  coach: null,
  cues: { tags: null, levels: null, except: [] },
  ducking: DUCKING_PRESETS.standard,
  voiceLevel: decibels(0),
  target: null,
  formats: null,
});

/** Everything a workout can be exported as: the built-in `music` and `coaching`, then its own variants. */
export const exportableVariants = (workout: Workout): WantedVariant[] => [
  { variant: builtIn('music', 'Music'), content: 'music' },
  { variant: builtIn('coaching', 'Coaching'), content: 'coaching' },
  ...workout.variants.map((variant): WantedVariant => ({ variant, content: 'mix' })),
];

/**
 * The stems of a variant: its music as it ducks, and its voice. They have the variant's gain and no limiter, so their sum
 * is the variant before its limiter; floats hold the peaks that go over full scale on the way.
 */
export const stemsOf = (variant: Variant): WantedVariant[] => {
  const stem = (content: VariantContent, id: string, name: string): WantedVariant => ({
    ...{ content, stemOf: variant },
    variant: { ...variant, id: `${variant.id}:${id}`, name: `${variant.name}, ${name}`, formats: ['wav32'] },
  });
  return [stem('ducked', 'ducked', 'ducked music'), stem('coaching', 'voice', 'voice')];
};

/** The export that a person's settings amount to. `wanted`: what of the workout, in which formats; default: all, its own. */
export const requestFor = (
  path: string,
  { variants }: Workout,
  { targetLufs, mp3Bitrate }: Pick<Settings, 'targetLufs' | 'mp3Bitrate'>,
  wanted: Pick<ExportRequest, 'variants' | 'formats'> = {},
): ExportRequest => {
  const formats = wanted.formats ?? variants.flatMap((variant) => variant.formats ?? []);
  const onlyMp3 = formats.every((format) => format === 'mp3');
  return { ...wanted, workout: path, defaultTarget: targetLufs, ...(onlyMp3 ? { bitrate: mp3Bitrate } : {}) };
};

/**
 * A workout without music lasts as long as it says, or a second longer than its last word. `takes`: frames by cue, of
 * every coach; `track`: frames of a ready-made coaching track, 0: there is none.
 */
export const lengthWithoutMusic = (
  { duration, cues }: Workout,
  takes: Iterable<readonly [cue: string, length: number]>,
  track: number,
): Frames => {
  if (duration !== null) return toFrames(duration);
  const lengths = new Map<string, number>();
  for (const [cue, length] of takes) lengths.set(cue, Math.max(length, lengths.get(cue) ?? 0));
  return frames(Math.max(0, track, ...cues.map(({ id, at }) => at + (lengths.get(id) ?? 0))) + 48_000);
};

/** LUFS that a variant is asked to have: the request's word, else its own, else the request's default. */
export const targetOf = ({ target }: Variant, request: ExportRequest): Lufs =>
  lufs(request.target ?? target ?? request.defaultTarget ?? DEFAULT_TARGET);

/** How a variant is encoded, one entry a format. */
export const encodingsOf = ({ variant, content, stemOf }: WantedVariant, request: ExportRequest): Encoding[] => {
  const formats: readonly AudioFormat[] = (stemOf ? null : request.formats) ?? variant.formats ?? ['mp3'];
  return [...new Set(formats)].map((format) => {
    const asked = content === 'coaching' ? request.coachingBitrate : (request.bitrates?.[format] ?? request.bitrate);
    const voice = content === 'coaching' && format === 'mp3' && asked === undefined;
    const bitrate = DEFAULT_BITRATE[format] === null || voice ? null : (asked ?? DEFAULT_BITRATE[format]);
    return { format, bitrate, voice };
  });
};

/** What an export is planned from, once everything is decoded and measured. */
export interface ExportMaterial {
  /** The music by track id. */
  readonly tracks: ReadonlyMap<string, StagedSource>;
  /** Why some of it is not there, for the variants that want it. */
  readonly musicMissing: string;
  /** Takes by variant id, then by cue id, and what kept others from being had. */
  readonly takes: ReadonlyMap<string, { takes: ReadonlyMap<string, Take>; failures: ReadonlyMap<string, Failure> }>;
  readonly coachingTrack: Take | null;
  /** Why the coaching track, where it is the voice, cannot be used. */
  readonly coachingTrackFailure: Failure | null;
  readonly length: Frames;
  /** The workout's gain for a target. */
  gainFor(target: Lufs): Decibels;
  tagsFor(wanted: WantedVariant): FileTags;
}

/** Plans every file at once; a variant that cannot be made is refused with the reason, before anything is rendered. */
export const planExport = (
  workout: Workout,
  wanted: readonly WantedVariant[],
  request: ExportRequest,
  material: ExportMaterial,
): { deliverables: Deliverable[]; refused: RefusedVariant[] } => {
  const deliverables: Deliverable[] = [];
  const refused: RefusedVariant[] = [];
  for (const each of wanted) {
    const { variant, content, stemOf } = each;
    const target = targetOf(variant, request);
    const own = material.takes.get(variant.id);
    const sources: VariantSources = {
      tracks: material.tracks,
      takes: own?.takes ?? new Map(),
      coachingTrack: material.coachingTrack,
      length: material.length,
      gain: material.gainFor(target),
      limiter: { ceiling: decibels(request.ceiling ?? DEFAULT_CEILING) },
    };
    const planned = planVariant(workout, variant, content, stemOf ? { ...sources, limiter: NO_LIMIT } : sources);
    const whole = stemOf ? levelled({ variant: stemOf, content: 'mix' }, workout, request, sources, target) : null;
    if (content !== 'music' && material.coachingTrackFailure) {
      refused.push({ variant: variant.id, failure: material.coachingTrackFailure });
    } else if (planned.refused) {
      refused.push({ variant: variant.id, failure: refusal(planned.reason, planned.cues, own?.failures, material) });
    } else {
      for (const encoding of encodingsOf(each, request)) {
        deliverables.push({
          variant: variant.id,
          name: variant.name,
          content,
          file: fileName(workout, each, encoding.format),
          encoding,
          plan: planned.plan,
          cues: planned.cues,
          target: content === 'coaching' || stemOf ? null : target,
          ...(whole ? { stemOf: whole } : {}),
          tags: material.tagsFor(each),
        });
      }
    }
  }
  return { deliverables, refused };
};

/** What decides the gain of a variant in its first format; null where it cannot be planned. */
const levelled = (
  wanted: WantedVariant,
  workout: Workout,
  request: ExportRequest,
  sources: VariantSources,
  target: Lufs,
): Levelled | null => {
  const planned = planVariant(workout, wanted.variant, wanted.content, sources);
  if (planned.refused) return null;
  return { content: wanted.content, encoding: encodingsOf(wanted, request)[0], plan: planned.plan, target };
};

const refusal = (
  reason: 'music-missing' | 'take-missing',
  cues: readonly string[],
  failures: ReadonlyMap<string, Failure> | undefined,
  material: ExportMaterial,
): Failure => {
  if (reason === 'music-missing') {
    // All of it is there, and none of it sounds.
    return { code: reason, message: material.musicMissing || 'Every track of the workout is trimmed to nothing' };
  }
  const named = cues.flatMap((cue) => failures?.get(cue) ?? []);
  const what = cues.length === 1 ? 'A take is missing' : `${cues.length} takes are missing`;
  return {
    code: named[0]?.code ?? reason,
    message: `${what}. ${named.map(({ message }) => message).join('. ')}`,
    details: { cues },
  };
};

/** How the names of WAV files end that are not of 24 bits: they may lie beside one that is. Stems come in one kind. */
const BITS: Readonly<Partial<Record<AudioFormat, string>>> = { wav16: '.16', wav32: '.32' };

/** Base name of a variant's file. */
export const fileName = (
  workout: Workout,
  { variant, stemOf }: Omit<WantedVariant, 'content'>,
  format: AudioFormat,
): string =>
  `${workout.id}_${variant.id.replace(':', '.')}${stemOf ? '' : (BITS[format] ?? '')}.${containerOf(format)}`;
