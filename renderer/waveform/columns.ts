import { WAVEFORM_LEVELS } from '../../src/contract/index.ts';
import type { WaveformData } from './waveform-data.ts';

/** The part of a sound that is looked at, and how closely. */
export interface WaveformView {
  /** Frame at the left edge; may lie before 0. */
  readonly firstFrame: number;
  /** Frames that one column covers; > 0, may be a fraction. */
  readonly framesPerPixel: number;
}

/**
 * Lowest and highest sample of each column, in turn, -1..1; NaN where the sound is not. A column covers
 * [firstFrame + x · framesPerPixel, + framesPerPixel) and shows every point it touches, so nothing that sounds is lost
 * between columns; closer than one point per column the outline is drawn as a line between the points' centres.
 */
export const columnsOf = (
  data: WaveformData,
  { firstFrame, framesPerPixel, width }: WaveformView & { width: number },
) => {
  const columns = new Float32Array(width * 2).fill(Number.NaN);
  const { framesPerPoint, length, peaks } = data;
  const close = framesPerPixel < framesPerPoint;
  for (let x = 0; x < width; x++) {
    const start = (firstFrame + x * framesPerPixel) / framesPerPoint;
    const end = (firstFrame + (x + 1) * framesPerPixel) / framesPerPoint;
    if (end <= 0 || start >= length) continue;
    if (close) {
      const centre = clamp((start + end) / 2 - 0.5, 0, length - 1);
      const left = Math.floor(centre);
      const right = Math.min(left + 1, length - 1);
      const share = centre - left;
      columns[x * 2] = (peaks[left * 2] * (1 - share) + peaks[right * 2] * share) / 128;
      columns[x * 2 + 1] = (peaks[left * 2 + 1] * (1 - share) + peaks[right * 2 + 1] * share) / 127;
      continue;
    }
    const last = Math.min(length, Math.ceil(end));
    let low = 127;
    let high = -128;
    for (let point = Math.max(0, Math.floor(start)); point < last; point++) {
      if (peaks[point * 2] < low) low = peaks[point * 2];
      if (peaks[point * 2 + 1] > high) high = peaks[point * 2 + 1];
    }
    columns[x * 2] = low / 128;
    columns[x * 2 + 1] = high / 127;
  }
  return columns;
};

/** The coarsest level that still has a point for every column; the finest where none is fine enough. */
export const levelFor = (framesPerPixel: number): number =>
  WAVEFORM_LEVELS.findLast((framesPerPoint) => framesPerPoint <= framesPerPixel) ?? WAVEFORM_LEVELS[0];

/** Closest look: a point of the finest level spread over four columns. */
export const CLOSEST = WAVEFORM_LEVELS[0] / 4;

/** The whole of a sound of `frames` frames in `width` columns. */
export const wholeView = (frames: number, width: number): WaveformView => ({
  firstFrame: 0,
  framesPerPixel: Math.max(1, frames) / Math.max(1, width),
});

/** A view moved and limited so that it shows as much of the sound as it can and nothing before or after it. */
export const withinSound = (view: WaveformView, frames: number, width: number): WaveformView => {
  const whole = wholeView(frames, width);
  const framesPerPixel = clamp(view.framesPerPixel, Math.min(CLOSEST, whole.framesPerPixel), whole.framesPerPixel);
  const furthest = Math.max(0, frames - framesPerPixel * width);
  return { framesPerPixel, firstFrame: clamp(view.firstFrame, 0, furthest) };
};

/** Zooms by `factor` (> 1: further away) and keeps the frame under column `x` where it is. */
export const zoomAround = (
  view: WaveformView,
  x: number,
  factor: number,
  { frames, width }: { frames: number; width: number },
): WaveformView => {
  const under = view.firstFrame + x * view.framesPerPixel;
  const { framesPerPixel } = withinSound({ ...view, framesPerPixel: view.framesPerPixel * factor }, frames, width);
  return withinSound({ framesPerPixel, firstFrame: under - x * framesPerPixel }, frames, width);
};

/** The frame under column `x`, kept inside the sound: 0..frames. */
export const frameAt = (view: WaveformView, x: number, frames: number): number =>
  clamp(Math.round(view.firstFrame + x * view.framesPerPixel), 0, frames);

/** The column of a frame; may lie outside the view. */
export const columnAt = (view: WaveformView, frame: number): number => (frame - view.firstFrame) / view.framesPerPixel;

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
