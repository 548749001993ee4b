import { segmentHeight } from '../lanes.ts';
import type { SceneSegment } from '../scene-types.ts';
import { type Colour, css, type Look, mixed } from './look.ts';
import { crisp, framesSeen, hairline, type Paint } from './paint.ts';

/** The colour of an intensity; a word that is not known has none. */
export const intensityColour = (look: Look, level: SceneSegment['level']): Colour =>
  level === null ? look.line2 : look.intensity[level];

/** Blocks whose height and colour are the intensity. Their names are drawn over them, where they are seen. */
export const paintSegments = (paint: Paint): void => {
  const { context, scene, lanes, look } = paint;
  const { top, height } = lanes.segments;
  const { start, end } = framesSeen(paint, 4);
  context.fillStyle = css(look.bg1);
  context.fillRect(0, top, paint.width, height);
  for (const segment of scene.segments) {
    if (segment.from) paintBefore(paint, segment.from);
    if (segment.end >= start && segment.start <= end) paintBlock(paint, segment);
  }
  context.fillStyle = css(look.line);
  context.fillRect(0, top + height - hairline(paint), paint.width, hairline(paint));
};

const edges = (paint: Paint, { start, end }: { start: number; end: number }): [number, number] => {
  const at = (frame: number): number => crisp(paint, (frame - paint.firstFrame) / paint.framesPerPixel);
  return [Math.max(-8, at(start)), Math.min(paint.width + 8, at(end))];
};

const paintBlock = (paint: Paint, segment: SceneSegment): void => {
  const { context, lanes, look } = paint;
  const { top, height } = lanes.segments;
  const colour = intensityColour(look, segment.level);
  const [left, right] = edges(paint, segment);
  const tall = segmentHeight(lanes.segments, segment.level);
  const y = top + height - tall;
  const wide = Math.max(hairline(paint), right - left - hairline(paint));
  context.fillStyle = css(mixed(look.bg1, colour, look.isLight ? 0.26 : 0.34));
  context.fillRect(left, y, wide, tall);
  context.fillStyle = css(colour);
  context.fillRect(left, y, wide, 2);
  if (!segment.selected) return;
  context.strokeStyle = css(look.select);
  context.lineWidth = 2;
  context.strokeRect(left + 1, y + 1, wide - 2, tall - 2);
};

const paintBefore = (paint: Paint, from: { start: number; end: number }): void => {
  const { context, lanes, look } = paint;
  const [left, right] = edges(paint, from);
  if (right < 0 || left > paint.width) return;
  context.strokeStyle = css(look.t3, 0.8);
  context.lineWidth = hairline(paint);
  context.setLineDash([3, 3]);
  context.strokeRect(left + 0.5, lanes.segments.top + 2.5, right - left - 1, lanes.segments.height - 5);
  context.setLineDash([]);
};
