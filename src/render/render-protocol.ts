import type { FfmpegBinary } from '../media/index.ts';
import type { MixPlan } from '../model/index.ts';
import type { Span } from '../plan/index.ts';
import type { FileMeasure } from './file-measure.ts';
import type { Encoding } from './formats.ts';
import type { PlainSound } from './plain-sound.ts';

/** Decoded sources by key: float32 interleaved stereo files and their length in frames. */
export type SourceFiles = Readonly<Record<string, { readonly path: string; readonly frames: number }>>;

interface MixJob {
  readonly plan: MixPlan;
  readonly sources: SourceFiles;
}

/** Measures stretches of a mix, limiter included. Each span starts on the meter's grid of 4800 frames. */
export interface MeasureJob extends MixJob {
  readonly kind: 'measure';
  readonly spans: readonly Span[];
}

export interface MeasureResult {
  /** K-weighted energy per 4800-frame block, one array a span, in the job's order. */
  readonly energies: readonly Float64Array[];
  /** Most that the limiter turned down by, one a span, run-in included. Decibels, >= 0. */
  readonly limited: readonly number[];
}

/** Measures a stretch of a mix as it is before the limiter. The span starts on the meter's grid of 4800 frames. */
export interface MeasureBedJob extends MixJob {
  readonly kind: 'measure-bed';
  readonly span: Span;
}

export interface MeasureBedResult {
  /** K-weighted energy and sample peak per block; the partial last block of a mix has a peak only. */
  readonly energies: Float64Array;
  readonly peaks: Float32Array;
}

/** The meter's filter forgets what it heard this many frames ago (its slowest pole is at 38 Hz): 0.6 s. */
export const METER_RUN_IN = 28_800;

/**
 * Encodes spans of a mix, one after the other as if they were one, and gives the codec's bytes back: stretches of an MP3,
 * of which all but the last are whole frames of it, or (`raw`) what a WAV or a FLAC has behind its head.
 */
export interface EncodeJob extends MixJob {
  readonly kind: 'encode';
  readonly raw?: boolean;
  readonly ffmpeg: FfmpegBinary;
  readonly encoding: Encoding;
  readonly spans: readonly Span[];
}

/** Encodes a whole mix into a file, tags included, for the formats that are written in one go. */
export interface EncodeFileJob extends MixJob {
  readonly kind: 'encode-file';
  readonly ffmpeg: FfmpegBinary;
  readonly encoding: Encoding;
  readonly output: string;
  /** Path of the input that carries the tags, and ffmpeg's arguments that copy them from input 1. */
  readonly tagCarrier: string;
  readonly tagArgs: readonly string[];
}

export interface EncodeResult {
  /** Encoded bytes; empty where they went to a file. */
  readonly bytes: Uint8Array;
  /** Most that the limiter turned down by, one a span. Decibels, >= 0. */
  readonly limited: readonly number[];
}

/** Decodes a finished file, or spans of it, and compares it with the mix it was made from. */
export interface CheckJob extends MixJob {
  readonly kind: 'check';
  readonly ffmpeg: FfmpegBinary;
  readonly file: string;
  /** What of it is decoded: spans on the grid of CHUNK. Null: all. */
  readonly part: { readonly sound: PlainSound; readonly spans: readonly Span[] } | null;
  /** Moments to find again: where cues speak, or, for music alone, some moments of it. Frames of the mix. */
  readonly moments: readonly { readonly id: string; readonly at: number }[];
}

export interface SpansChecked {
  /** One a span; of a whole file one. */
  readonly measures: readonly FileMeasure[];
  readonly offsets: readonly FoundMoment[];
}

/** How a moment of the mix was found again in the file. */
export interface FoundMoment {
  readonly id: string;
  /** Frame of the mix. */
  readonly at: number;
  /** How late it is; negative: early. Null where the mix cannot show it: too quiet, too short, or under louder music. */
  readonly milliseconds: number | null;
  /** How alike both are there, -1..1; 1: the same sound. */
  readonly match: number;
}

/** What is known of a finished file. */
export interface CheckResult {
  readonly frames: number;
  readonly lufs: number;
  readonly lra: number;
  readonly maxMomentary: number;
  readonly maxShortTerm: number;
  /** True peak, dBTP. */
  readonly dbtp: number;
  readonly clippedFrames: number;
  /** Frames of digital silence where the mix sounds. */
  readonly silentFrames: number;
  /** The frame at which the first of them are, on the grid of CHUNK; null: there are none. */
  readonly firstSilence: number | null;
  /** K-weighted energy of each whole block of 4800 frames of the decoded file. */
  readonly energies: Float64Array;
  /** Its highest sample magnitude per block, the partial last one included. Linear. */
  readonly peaks: Float32Array;
  /** Whether the moments are those of cues, or, where nobody speaks, some of the music. */
  readonly foreground: 'cues' | 'music';
  readonly offsets: readonly FoundMoment[];
}

export type RenderJob = MeasureJob | MeasureBedJob | EncodeJob | EncodeFileJob | CheckJob;
export type RenderResult = MeasureResult | MeasureBedResult | EncodeResult | SpansChecked;
/** Frames done since the last message of a job. */
export type RenderProgress = number;
