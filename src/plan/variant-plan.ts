import {
  type Decibels,
  decibels,
  type Fade,
  type Frames,
  frames,
  type LimiterSettings,
  type MixPlan,
  type Placement,
  takesCue,
  type Variant,
  type VoiceCue,
  type Workout,
} from '../model/index.ts';
import { planBeds, type StagedSource } from './bed-plan.ts';
import { planDucking, type Speech } from './ducking-plan.ts';

/** A take, ready to be placed: staged, trimmed to its speech. */
export interface Take extends StagedSource {
  /** Where speech is, in frames of the source; sorted and disjoint. Empty: the take is silent. */
  readonly speech: readonly { readonly start: Frames; readonly end: Frames }[];
}

/** Everything a variant of a workout is mixed from. */
export interface VariantSources {
  /** The music by track id; `gain` brings it to the bed level, a track's own gain is added to it. */
  readonly tracks: ReadonlyMap<string, StagedSource>;
  /** Takes by cue id, of the variant's coach. */
  readonly takes: ReadonlyMap<string, Take>;
  /** A ready-made coaching track from 0:00, where the workout has no cues; null otherwise. */
  readonly coachingTrack: Take | null;
  /** Length of the mix. */
  readonly length: Frames;
  /** The workout's one gain. */
  readonly gain: Decibels;
  readonly limiter: LimiterSettings;
}

/**
 * What of a workout a variant sounds: built-in `music` and `coaching`, or both. `ducked`: the music as it gives way to
 * the voice, which is not heard; with the coaching of the same variant it sums to the mix before its limiter.
 */
export type VariantContent = 'music' | 'coaching' | 'ducked' | 'mix';

/** Where a cue's speech begins and ends in a mix. */
export interface PlacedCue {
  readonly cue: VoiceCue;
  readonly start: Frames;
  readonly end: Frames;
}

/** A plan and what it says when; or the tracks or cues, by id, without which there is none. */
export type VariantPlan =
  | { readonly refused: false; readonly plan: MixPlan; readonly cues: readonly PlacedCue[] }
  | {
      readonly refused: true;
      readonly reason: 'music-missing' | 'take-missing';
      readonly cues: readonly string[];
      /** Empty with `music-missing`: the workout has no music at all. */
      readonly tracks: readonly string[];
    };

/** A take starts and ends without a click: 2 ms. */
const EDGE: Fade = { length: frames(96), curve: 'linear' };
/** What is kept around a take's speech, so that soft onsets and endings survive the gate: 20 and 120 ms. */
const KEPT_BEFORE = 960;
const KEPT_AFTER = 5760;

/** The cues a variant takes, in file order. */
export const selectCues = (workout: Workout, variant: Variant): VoiceCue[] =>
  workout.cues.filter((cue) => takesCue(variant.cues, cue));

/**
 * Plans one variant of a workout. Speech, not the file's first sample, begins at its cue's time; a take that would
 * run past the end of the mix is cut there.
 */
export const planVariant = (
  workout: Workout,
  variant: Variant,
  content: VariantContent,
  sources: VariantSources,
): VariantPlan => {
  const beds = content === 'coaching' ? [] : planBeds(workout, sources.tracks).filter(({ at }) => at < sources.length);
  const silent = workout.tracks.filter(({ id }) => !sources.tracks.has(id)).map(({ id }) => id);
  if (content !== 'coaching' && (silent.length > 0 || beds.length === 0)) {
    return { refused: true, reason: 'music-missing', cues: [], tracks: silent };
  }
  const cues = content === 'music' ? [] : selectCues(workout, variant);
  const missing = cues.filter((cue) => !sources.takes.has(cue.id)).map((cue) => cue.id);
  if (missing.length > 0) return { refused: true, reason: 'take-missing', cues: missing, tracks: [] };

  const placed: PlacedCue[] = [];
  const voices: Placement[] = [];
  const speech: Speech[] = [];
  const place = (
    take: Take,
    at: number,
    gain: number,
    settings: Speech['settings'],
  ): { start: number; end: number } => {
    const trim = trimOf(take);
    const offset = at - trim.speechStart;
    const start = Math.max(0, offset + trim.from);
    const from = start - offset;
    const length = Math.min(trim.to - from, sources.length - start);
    if (length > 0) {
      voices.push({
        source: take.source,
        at: frames(start),
        from: frames(from),
        length: frames(length),
        gain: decibels(take.gain + gain),
        fadeIn: EDGE,
        fadeOut: EDGE,
      });
    }
    for (const span of take.speech) {
      const end = Math.min(span.end + offset, sources.length);
      if (end > span.start + offset) speech.push({ start: span.start + offset, end, settings });
    }
    return { start: at, end: Math.min(trim.speechEnd + offset, sources.length) };
  };

  for (const cue of cues) {
    const take = sources.takes.get(cue.id)!;
    const { start, end } = place(take, cue.at, cue.gain + variant.voiceLevel, cue.duck ?? variant.ducking);
    placed.push({ cue, start: frames(start), end: frames(Math.max(start, end)) });
  }
  if (sources.coachingTrack && content !== 'music') {
    const track = sources.coachingTrack;
    place(track, trimOf(track).speechStart, variant.voiceLevel, variant.ducking);
  }

  return {
    refused: false,
    cues: content === 'ducked' ? [] : placed,
    plan: {
      length: sources.length,
      beds,
      voices: content === 'ducked' ? [] : voices.sort((a, b) => a.at - b.at),
      ducking: beds.length > 0 ? planDucking(speech) : [],
      gain: sources.gain,
      limiter: sources.limiter,
    },
  };
};

const trimOf = (take: Take): { from: number; to: number; speechStart: number; speechEnd: number } => {
  const first = take.speech[0];
  const last = take.speech.at(-1);
  if (!first || !last) return { from: 0, to: take.length, speechStart: 0, speechEnd: take.length };
  return {
    from: Math.max(0, first.start - KEPT_BEFORE),
    to: Math.min(take.length, last.end + KEPT_AFTER),
    speechStart: first.start,
    speechEnd: last.end,
  };
};
