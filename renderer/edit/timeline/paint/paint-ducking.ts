import type { DuckingCurve } from '../../../../src/model/index.ts';
import { type Columns, duckColumns } from './duck-columns.ts';
import { css } from './look.ts';
import { framesSeen, type Paint } from './paint.ts';
import { levelY } from './paint-music.ts';

/** 0 dB of the curve, of what the lane's full scale reaches. */
const ZERO = 1;
/** Dips closer to each other than this, on the screen, cannot be told apart: then the line is their mean. CSS pixels. */
const CROWDED = 18;
const MEAN_OVER = 12;

/** The ducking curve over the music, where there is music: 0 dB at full height, as far down as the music is turned down. */
export const paintDucking = (paint: Paint): void => {
  const { context, ratio, width, firstFrame, framesPerPixel, scene, lanes, look } = paint;
  const { start: from, end: to } = framesSeen(paint, 2);
  if (!scene.hasMusic || scene.ducking.length === 0 || scene.tracks.length === 0) return;
  const musicEnd = Math.min(scene.end, scene.tracks.at(-1)!.end);
  const [left, right] = [Math.max(from, 0), Math.min(to, musicEnd)];
  if (left >= right) return;
  const columns = { firstFrame: from, framesPerColumn: framesPerPixel / ratio, count: Math.ceil((width + 4) * ratio) };
  const crowded = isCrowded(scene.ducking, framesPerPixel);
  const factors = crowded ? means(paint, columns) : duckColumns(columns, scene.ducking);
  const y = (factor: number): number => levelY(lanes.music, factor * ZERO);
  const xAt = (frame: number): number => (frame - firstFrame) / framesPerPixel;
  context.beginPath();
  context.moveTo(Math.max(-2, xAt(left)), y(factors[0]));
  let before = factors[0];
  for (let i = 1; i < factors.length; i++) {
    // Flat stretches need their ends only.
    if (factors[i] === before && factors[i] === factors[i + 1]) continue;
    const frame = from + (i + 0.5) * columns.framesPerColumn;
    before = factors[i];
    if (frame < left) {
      context.moveTo(xAt(left), y(factors[i]));
      continue;
    }
    if (frame > right) break;
    context.lineTo(xAt(frame), y(factors[i]));
  }
  context.lineTo(Math.min(width + 2, xAt(right)), y(before));
  context.lineJoin = 'round';
  context.lineWidth = crowded ? 1.25 : 1.75;
  context.strokeStyle = css(look.duck, crowded ? 0.8 : 1);
  context.stroke();
};

/** The mean around each column. Stretches begin at whole multiples of their width, so that tiles meet. */
const means = ({ ratio, scene }: Paint, { firstFrame, framesPerColumn, count }: Columns): Float32Array => {
  const wide = MEAN_OVER * ratio;
  const before = Math.floor(firstFrame / framesPerColumn / wide) - 1;
  const coarse = { firstFrame: before * wide * framesPerColumn, framesPerColumn: framesPerColumn * wide };
  const factors = duckColumns({ ...coarse, count: Math.ceil(count / wide) + 4 }, scene.ducking);
  return Float32Array.from({ length: count }, (_, i) => {
    const at = (firstFrame - coarse.firstFrame) / coarse.framesPerColumn + (i + 0.5) / wide - 0.5;
    const left = Math.max(0, Math.floor(at));
    const share = at - left;
    return factors[left] * (1 - share) + factors[left + 1] * share;
  });
};

/** Of the whole curve, so that every stretch of it is drawn alike. */
const isCrowded = (curve: DuckingCurve, framesPerPixel: number): boolean =>
  curve.length > 1 && (curve.at(-1)!.start - curve[0].start) / (curve.length - 1) / framesPerPixel < CROWDED;
