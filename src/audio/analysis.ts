import type { Decibels, Frames, Lufs, TruePeak } from '../model/index.ts';
import { toDecibels } from '../model/index.ts';
import { integratedLoudness, loudnessRange, maxMomentary, maxShortTerm } from './loudness.ts';
import { createLoudnessMeter, STEP_FRAMES } from './loudness-meter.ts';
import { createTruePeakMeter } from './true-peak.ts';

/** A sample this high is full scale in 16 bits. */
const CLIP_LEVEL = 1 - 2 ** -15;
/** Frames in a row at full scale that make a clip. */
const CLIP_FRAMES = 3;
/** Silence is under this: -60 dBFS, linear. */
const SILENCE_LEVEL = 1e-3;
/** Shortest silence that is told: 2 s, in frames. */
const SILENCE_FRAMES = 96_000;

/** A stretch of a signal: [start, end). */
export interface FrameSpan {
  readonly start: Frames;
  readonly end: Frames;
}

/** What a whole signal measures. */
export interface Analysis {
  /** Length of the signal. */
  readonly frames: Frames;
  /** Integrated loudness (BS.1770-4); -Infinity under 400 ms and for silence. */
  readonly integrated: Lufs;
  /** Loudness range (EBU Tech 3342), LU, >= 0. */
  readonly range: number;
  /** Highest momentary loudness, 400 ms, found every 10 ms. */
  readonly maxMomentary: Lufs;
  /** Highest short-term loudness, 3 s, found every 10 ms. */
  readonly maxShortTerm: Lufs;
  readonly truePeak: TruePeak;
  /** Highest sample, dBFS. */
  readonly samplePeak: Decibels;
  /** Frames inside clips: 3 frames or more in a row with a channel at full scale (|x| >= 1 - 2^-15). */
  readonly clippedFrames: number;
  /** The first clips with their place, in order: as many, and joined as far, as AnalyzerOptions say. */
  readonly clips: readonly FrameSpan[];
  /** Spans of 2 s or more with every sample under -60 dBFS, in order. */
  readonly silences: readonly FrameSpan[];
  /** The meter's energies, one per 100 ms: for drawing, and for loudness of a part. */
  readonly energies: Float64Array;
}

/** Measures a signal that arrives in pieces; how it is cut changes nothing. Samples must be finite. */
export interface Analyzer {
  /** Takes interleaved stereo at 48 kHz; any whole number of frames. */
  push(pcm: Float32Array): void;
  /** Ends the signal. Call once; pushing after it throws an Error. */
  finish(): Analysis;
}

export interface AnalyzerOptions {
  /** Clips that are kept with their place; the others are only counted. Default 32. */
  readonly mostClips?: number;
  /** Clips no further apart than this are kept as one. Frames, default 0. */
  readonly clipGap?: number;
}

/** Frames that are judged together where they can be. A power of two. */
const GROUP = 32;

/** Highest sample magnitude of GROUP frames from frame `n`. */
const groupPeak = (pcm: Float32Array, n: number): number => {
  let peak = 0;
  for (let i = 2 * n; i < 2 * (n + GROUP); i++) {
    const magnitude = Math.abs(pcm[i]);
    if (magnitude > peak) peak = magnitude;
  }
  return peak;
};

export const createAnalyzer = ({ mostClips = 32, clipGap = 0 }: AnalyzerOptions = {}): Analyzer => {
  const loudness = createLoudnessMeter();
  const truePeak = createTruePeakMeter();
  let frames = 0;
  let samplePeak = 0;
  let clippedFrames = 0;
  let clipRun = 0;
  let silentRun = 0;
  const clips: FrameSpan[] = [];
  const silences: FrameSpan[] = [];

  const span = (end: number, length: number): FrameSpan => ({ start: (end - length) as Frames, end: end as Frames });
  const endClip = (end: number, length: number): void => {
    clippedFrames += length;
    const last = clips.at(-1);
    if (last && end - length - last.end <= clipGap) clips[clips.length - 1] = { start: last.start, end: end as Frames };
    else if (clips.length < mostClips) clips.push(span(end, length));
  };
  const endSilence = (end: number, length: number): void => {
    silences.push(span(end, length));
  };

  return {
    push: (pcm) => {
      loudness.push(pcm);
      truePeak.push(pcm);
      const total = pcm.length >> 1;
      // Places in this piece where the silent and the clipped run began; a run may have begun before it.
      let silentFrom = -silentRun;
      let clipFrom = -clipRun;
      let peak = samplePeak;
      for (let n = 0; n < total; n++) {
        if ((n & (GROUP - 1)) === 0 && n + GROUP <= total) {
          // Most groups are neither silent nor near full scale: their peak and their last frame say it all.
          const group = groupPeak(pcm, n);
          const last = Math.max(Math.abs(pcm[2 * (n + GROUP) - 2]), Math.abs(pcm[2 * (n + GROUP) - 1]));
          if (
            group < CLIP_LEVEL &&
            last >= SILENCE_LEVEL &&
            n - silentFrom < SILENCE_FRAMES - GROUP &&
            n - clipFrom < CLIP_FRAMES
          ) {
            if (group > peak) peak = group;
            n += GROUP - 1;
            silentFrom = n + 1;
            clipFrom = n + 1;
            continue;
          }
        }
        const left = Math.abs(pcm[2 * n]);
        const right = Math.abs(pcm[2 * n + 1]);
        const magnitude = left > right ? left : right;
        if (magnitude > peak) peak = magnitude;
        if (magnitude >= SILENCE_LEVEL) {
          if (n - silentFrom >= SILENCE_FRAMES) endSilence(frames + n, n - silentFrom);
          silentFrom = n + 1;
        }
        if (magnitude < CLIP_LEVEL) {
          if (n - clipFrom >= CLIP_FRAMES) endClip(frames + n, n - clipFrom);
          clipFrom = n + 1;
        }
      }
      samplePeak = peak;
      silentRun = total - silentFrom;
      clipRun = total - clipFrom;
      frames += total;
    },
    finish: () => {
      loudness.finish();
      if (silentRun >= SILENCE_FRAMES) endSilence(frames, silentRun);
      if (clipRun >= CLIP_FRAMES) endClip(frames, clipRun);
      const energies = loudness.energies();
      const steps = loudness.steps();
      return {
        frames: frames as Frames,
        integrated: integratedLoudness(energies),
        range: loudnessRange(energies),
        maxMomentary: maxMomentary(steps, STEP_FRAMES),
        maxShortTerm: maxShortTerm(steps, STEP_FRAMES),
        truePeak: toDecibels(truePeak.peak()) as number as TruePeak,
        samplePeak: toDecibels(samplePeak),
        clippedFrames,
        clips,
        silences,
        energies,
      };
    },
  };
};
