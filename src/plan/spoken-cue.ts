import {
  type Decibels,
  type DuckingSettings,
  decibels,
  ENGINE_RATE,
  type Variant,
  type VoiceCue,
} from '../model/index.ts';
import type { SoundLevels } from './audibility.ts';
import type { Span } from './coached-spans.ts';
import type { Take } from './variant-plan.ts';

/** A cue as it speaks in a mix, wherever it lies: not cut at the end of the mix. */
export interface SpokenCue {
  readonly cue: VoiceCue;
  readonly take: Take;
  /** Speech on the workout: from the first word to the last. Frames. */
  readonly start: number;
  readonly end: number;
  /** Frame of the mix at which the take's first frame would sound. */
  readonly offset: number;
  readonly gain: Decibels;
  readonly ducking: DuckingSettings;
  /** Null: the take was not measured. */
  readonly levels: SoundLevels | null;
}

/** A take without speech counts as speaking all the time. */
export const speakCue = (
  cue: VoiceCue,
  take: Take,
  variant: Variant,
  levels: ReadonlyMap<string, SoundLevels>,
): SpokenCue => {
  const first = take.speech[0]?.start ?? 0;
  const last = take.speech.at(-1)?.end ?? take.length;
  return {
    cue,
    take,
    start: cue.at,
    end: cue.at + last - first,
    offset: cue.at - first,
    gain: decibels(take.gain + cue.gain + variant.voiceLevel),
    ducking: cue.duck ?? variant.ducking,
    levels: levels.get(take.source) ?? null,
  };
};

/** Between two cues that were moved apart: a breath. Frames. */
export const BREATH = 0.3 * ENGINE_RATE;

/** The first millisecond, as workout files write times, at or after a frame; the last one at or before it. */
export const millisecondFrom = (frame: number): number => Math.ceil((frame * 1000) / ENGINE_RATE);
export const millisecondTo = (frame: number): number => Math.floor((frame * 1000) / ENGINE_RATE);
export const frameOf = (ms: number): number => Math.round((ms * ENGINE_RATE) / 1000);

/** Where people speak: says whether there is room for more. */
export interface Crowd {
  /** Whether speech at [start, end) leaves a breath to all others but `but`. */
  isFree(span: Span, but: SpokenCue): boolean;
}

export const crowdOf = (spoken: readonly SpokenCue[]): Crowd => {
  const sorted = [...spoken].sort((a, b) => a.start - b.start);
  // Latest end of the cues up to each: what is before it need not be looked at.
  const latest: number[] = [];
  for (const { end } of sorted) latest.push(Math.max(end, latest.at(-1) ?? 0));
  return {
    isFree({ start, end }, but) {
      let [low, high] = [0, sorted.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle].start < end + BREATH) low = middle + 1;
        else high = middle;
      }
      for (let i = low - 1; i >= 0 && latest[i] + BREATH > start; i--) {
        if (sorted[i] !== but && sorted[i].end + BREATH > start) return false;
      }
      return true;
    },
  };
};
