import {
  BLOCK_FRAMES,
  createLoudnessMeter,
  createTruePeakMeter,
  integratedLoudness,
  loudnessRange,
  maxMomentary,
  maxShortTerm,
  STEP_FRAMES,
} from '../audio/index.ts';
import { createPeakMeter } from '../media/index.ts';
import { CHANNELS, toDecibels } from '../model/index.ts';

/**
 * What is measured of a file lies on this grid, so that what two files share has to be measured once: 0.6 s, whole blocks of
 * the meter, and 25 frames of an MP3.
 */
export const CHUNK = 6 * BLOCK_FRAMES;

/** A sample this high is full scale in 16 bits; so many frames of them in a row are a clip. */
const CLIP_LEVEL = 1 - 2 ** -15;
const CLIP_FRAMES = 3;

/** What a decoded file measures, place by place, from a place on the grid on. */
export interface FileMeasure {
  /** Frames that were measured. */
  readonly frames: number;
  /** K-weighted energy of each whole step of 480 frames. */
  readonly steps: Float64Array;
  /** Highest sample magnitude of each block of 4,800 frames, the partial last one included. Linear. */
  readonly peaks: Float32Array;
  /** True peak by chunk, linear. Points of the last 12 frames of a chunk belong to the next. */
  readonly truePeaks: Float64Array;
  /** Frames inside clips, by the chunk in which the clip ends. */
  readonly clipped: Uint32Array;
  /** Frames of digital silence where the mix sounds, by chunk: the mix is known to those who check. */
  readonly dropouts: Uint32Array;
}

/** Measures interleaved stereo that arrives in pieces; how it is cut changes nothing. */
export interface FileMeter {
  push(pcm: Float32Array): void;
  /** Ends the signal, or (`cut`) only what is measured of it: it goes on, on the grid. */
  finish(cut?: boolean): FileMeasure;
}

export const createFileMeter = (): FileMeter => {
  const loudness = createLoudnessMeter();
  const peaks = createPeakMeter();
  const truePeak = createTruePeakMeter();
  const truePeaks: number[] = [];
  const clipped: number[] = [];
  let frames = 0;
  let clips = 0;
  let run = 0;

  const endRun = (): void => {
    if (run >= CLIP_FRAMES) clips += run;
    run = 0;
  };
  const countClips = (pcm: Float32Array): void => {
    for (let i = 0; i < pcm.length; i += CHANNELS) {
      if (Math.abs(pcm[i]) >= CLIP_LEVEL || Math.abs(pcm[i + 1]) >= CLIP_LEVEL) run += 1;
      else if (run > 0) endRun();
    }
  };
  const take = (pcm: Float32Array): void => {
    loudness.push(pcm);
    peaks.push(pcm);
    truePeak.push(pcm);
    countClips(pcm);
    frames += pcm.length / CHANNELS;
    if (frames % CHUNK !== 0) return;
    truePeaks.push(truePeak.take());
    clipped.push(clips);
    clips = 0;
  };
  return {
    push(pcm) {
      for (let at = 0; at < pcm.length; ) {
        const size = Math.min(pcm.length - at, (CHUNK - (frames % CHUNK)) * CHANNELS);
        take(pcm.subarray(at, at + size));
        at += size;
      }
    },
    finish(cut = false) {
      if (!cut) {
        endRun();
        const last = truePeak.peak();
        if (frames % CHUNK !== 0) {
          truePeaks.push(last);
          clipped.push(clips);
        } else if (truePeaks.length > 0) {
          truePeaks[truePeaks.length - 1] = Math.max(truePeaks[truePeaks.length - 1], last);
          clipped[clipped.length - 1] += clips;
        }
        loudness.finish();
      }
      return {
        ...{ frames, steps: loudness.steps(), peaks: peaks.peaks() },
        ...{ truePeaks: Float64Array.from(truePeaks), clipped: Uint32Array.from(clipped) },
        dropouts: new Uint32Array(clipped.length),
      };
    },
  };
};

/** Room for what a file of `frames` measures. */
export const emptyMeasure = (frames: number): FileMeasure => ({
  frames,
  steps: new Float64Array(Math.floor(frames / STEP_FRAMES)),
  peaks: new Float32Array(Math.ceil(frames / BLOCK_FRAMES)),
  truePeaks: new Float64Array(Math.ceil(frames / CHUNK)),
  clipped: new Uint32Array(Math.ceil(frames / CHUNK)),
  dropouts: new Uint32Array(Math.ceil(frames / CHUNK)),
});

/** Chunks [from, to) of `what`, whose first is chunk `first` of the file, become those of `into`. */
export const copyMeasure = (into: FileMeasure, what: FileMeasure, first: number, from: number, to: number): void => {
  const copy = <Values extends Float64Array | Float32Array | Uint32Array>(key: keyof FileMeasure, every: number) => {
    const [target, source] = [into[key] as unknown as Values, what[key] as unknown as Values];
    const end = Math.min(to * every, target.length);
    if (end <= from * every) return;
    target.set(source.subarray((from - first) * every, end - first * every) as never, from * every);
  };
  copy('steps', CHUNK / STEP_FRAMES);
  copy('peaks', CHUNK / BLOCK_FRAMES);
  copy('truePeaks', 1);
  copy('clipped', 1);
  copy('dropouts', 1);
};

/** The figures of a whole file. */
export const figuresOf = ({ steps, truePeaks, clipped, dropouts }: FileMeasure) => {
  const energies = energiesOf(steps);
  const first = dropouts.findIndex((frames) => frames > 0);
  return {
    energies,
    lufs: integratedLoudness(energies),
    lra: loudnessRange(energies),
    maxMomentary: maxMomentary(steps, STEP_FRAMES),
    maxShortTerm: maxShortTerm(steps, STEP_FRAMES),
    dbtp: toDecibels(truePeaks.reduce((most, each) => Math.max(most, each), 0)),
    clippedFrames: clipped.reduce((sum, each) => sum + each, 0),
    silentFrames: dropouts.reduce((sum, each) => sum + each, 0),
    firstSilence: first < 0 ? null : first * CHUNK,
  };
};

/** K-weighted energy of each whole block of 4,800 frames, from those of its steps, as the meter adds them up. */
const energiesOf = (steps: Float64Array): Float64Array => {
  const every = BLOCK_FRAMES / STEP_FRAMES;
  const blocks = new Float64Array(Math.floor(steps.length / every));
  for (let b = 0; b < blocks.length; b++) {
    let total = 0;
    for (let k = 0; k < every; k++) total += steps[b * every + k];
    blocks[b] = total / every;
  }
  return blocks;
};
