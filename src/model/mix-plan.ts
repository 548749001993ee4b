import type { Decibels, Frames } from './units.ts';

/**
 * A MixPlan is a pure value: which frames of which source sound when, at which gain. `plan` makes it, `audio` renders
 * it, and preview, live and export all render the same one. Everything in it has finite memory, so two plans that
 * agree around a moment sound the same there, sample for sample.
 *
 *   out(n) = limiter( gain * ( duck(n) * sum(beds) + sum(voices) ) )
 */
export interface MixPlan {
  /** Length of the mix; it sounds on [0, length). */
  readonly length: Frames;
  /** What ducks: the music. */
  readonly beds: readonly Placement[];
  /** What the beds duck under: takes, or a whole coaching track. Sorted by `at`. */
  readonly voices: readonly Placement[];
  readonly ducking: DuckingCurve;
  /** The workout's one static gain, applied to the whole mix before the limiter. */
  readonly gain: Decibels;
  readonly limiter: LimiterSettings;
}

/** A stretch of a source on the timeline: sounds on [at, at + length), reading the source from frame `from`. */
export interface Placement {
  /** Key of the source in the reader that the renderer is given. */
  readonly source: string;
  readonly at: Frames;
  readonly from: Frames;
  readonly length: Frames;
  readonly gain: Decibels;
  readonly fadeIn: Fade;
  readonly fadeOut: Fade;
}

export type FadeCurve = 'linear' | 'equal-power' | 'raised-cosine-db';

/** A fade at one end of a placement. Length 0: none. */
export interface Fade {
  readonly length: Frames;
  readonly curve: FadeCurve;
}

/**
 * How far the beds are turned down, over time. The curve at a frame is the lowest of its dips there, 0 dB where there
 * is none: overlaps take the minimum, never the sum.
 */
export type DuckingCurve = readonly Dip[];

/**
 * One dip of the ducking curve: 0 dB until `start`, a raised cosine in dB down to `depth` at `full`, held until
 * `release`, a raised cosine in dB back up to 0 dB at `end`. start <= full <= release <= end. Sorted by `start`.
 * `start` may be negative where speech begins with the mix.
 */
export interface Dip {
  readonly start: Frames;
  readonly full: Frames;
  readonly release: Frames;
  readonly end: Frames;
  /** Decibels, -40..0. */
  readonly depth: Decibels;
}

/** `ceiling`: the highest true peak the limiter lets through, dBTP, -24..0; or NO_LIMIT's. */
export interface LimiterSettings {
  readonly ceiling: Decibels;
}

/**
 * A limiter that lets everything through, bit for bit. For stems: a limiter turns down the sum of what it hears, so stems
 * that passed one each would no longer sum to their mix.
 */
export const NO_LIMIT: LimiterSettings = { ceiling: 300 as Decibels };
/** Whether a limiter can act at all; a margin under NO_LIMIT's ceiling does not make it one. */
export const isLimiting = ({ ceiling }: LimiterSettings): boolean => ceiling < 200;

/** A fade that is none. */
export const NO_FADE: Fade = { length: 0 as Frames, curve: 'linear' };

/**
 * Random access to decoded sources by key: fills `into` with interleaved stereo from frame `start` of the source
 * (0 <= start, start + into.length / 2 <= the source's length). Synchronous: it runs on a worker's thread.
 */
export interface SourceReader {
  read(source: string, start: Frames, into: Float32Array): void;
}
