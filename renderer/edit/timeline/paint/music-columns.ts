import { fadeGain } from '../../../../src/audio/index.ts';
import { columnsOf } from '../../../waveform/index.ts';
import type { SceneTrack } from '../scene-types.ts';
import { CHUNK, type Sounds } from '../sounds.ts';
import type { Columns } from './duck-columns.ts';

/** Closer than this the samples themselves are looked at, not their outline. Frames of a device pixel. */
export const SAMPLES_BELOW = 128;

/** Lowest and highest sample of each column, at the level it is drawn at; NaN where no music is. */
export interface SoundColumns {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/**
 * The music before it is ducked: every track at its gain, with its fades; where two cross, around both. `scale`: linear
 * factor from samples to what is drawn, by track.
 */
export const musicColumns = (
  columns: Columns,
  tracks: readonly SceneTrack[],
  sounds: Sounds,
  scale: (track: SceneTrack) => number,
): SoundColumns => {
  const { firstFrame, framesPerColumn, count } = columns;
  const low = new Float32Array(count).fill(Number.NaN);
  const high = new Float32Array(count).fill(Number.NaN);
  for (const track of tracks) {
    if (track.end <= firstFrame || track.start >= firstFrame + count * framesPerColumn) continue;
    const heard = outline(columns, track, sounds);
    if (!heard) continue;
    const { span } = track;
    const factor = scale(track) * track.gain;
    const first = Math.max(0, Math.floor((track.start - firstFrame) / framesPerColumn));
    const last = Math.min(count - 1, Math.ceil((track.end - firstFrame) / framesPerColumn) - 1);
    for (let x = first; x <= last; x++) {
      const lowest = heard[x * 2];
      if (Number.isNaN(lowest)) continue;
      const frame = firstFrame + (x + 0.5) * framesPerColumn;
      const gain = factor * fadeGain(span.fadeIn, frame - track.start) * fadeGain(span.fadeOut, track.end - frame);
      const [bottom, top] = [lowest * gain, heard[x * 2 + 1] * gain];
      // NaN compares false: the first track of a column always counts.
      if (!(low[x] <= bottom)) low[x] = bottom;
      if (!(high[x] >= top)) high[x] = top;
    }
  }
  return { low, high };
};

const outline = ({ firstFrame, framesPerColumn, count }: Columns, track: SceneTrack, sounds: Sounds) => {
  const inFile = firstFrame - track.span.at + track.span.from;
  const view = { firstFrame: inFile, framesPerPixel: framesPerColumn, width: count };
  const data = sounds.track(track, framesPerColumn);
  const rough = data && columnsOf(data, view);
  if (framesPerColumn >= SAMPLES_BELOW || track.source === null) return rough;
  return sampleColumns(view, track.source, track.fileFrames, sounds, rough);
};

/** Lowest and highest sample of each column, in turn; where the samples are not there yet, what `rough` says. */
export const sampleColumns = (
  { firstFrame, framesPerPixel, width }: { firstFrame: number; framesPerPixel: number; width: number },
  source: string,
  length: number,
  sounds: Pick<Sounds, 'chunk'>,
  rough: Float32Array | null,
): Float32Array => {
  const found = rough?.slice() ?? new Float32Array(width * 2).fill(Number.NaN);
  const firstChunk = Math.max(0, Math.floor(firstFrame / CHUNK));
  const lastChunk = Math.floor(Math.min(length - 1, firstFrame + width * framesPerPixel) / CHUNK);
  for (let index = firstChunk; index <= lastChunk; index++) {
    const samples = sounds.chunk(source, index, Math.min(CHUNK, length - index * CHUNK));
    if (!samples) continue;
    const [from, to] = [index * CHUNK, index * CHUNK + samples.length / 2];
    const first = Math.max(0, Math.floor((from - firstFrame) / framesPerPixel));
    const last = Math.min(width - 1, Math.ceil((to - firstFrame) / framesPerPixel) - 1);
    for (let x = first; x <= last; x++) {
      const touched = Math.floor(firstFrame + x * framesPerPixel);
      const start = Math.max(from, touched);
      const end = Math.min(to, Math.max(touched + 1, Math.ceil(firstFrame + (x + 1) * framesPerPixel)));
      if (start >= end) continue;
      let lowest = Number.POSITIVE_INFINITY;
      let highest = Number.NEGATIVE_INFINITY;
      for (let i = (start - from) * 2; i < (end - from) * 2; i++) {
        if (samples[i] < lowest) lowest = samples[i];
        if (samples[i] > highest) highest = samples[i];
      }
      // A column on the edge of two pieces is around both.
      const isShared = start > touched;
      found[x * 2] = isShared ? Math.min(found[x * 2], lowest) : lowest;
      found[x * 2 + 1] = isShared ? Math.max(found[x * 2 + 1], highest) : highest;
    }
  }
  return found;
};
