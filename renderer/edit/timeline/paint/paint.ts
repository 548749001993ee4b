import type { Lanes } from '../lanes.ts';
import type { Scene } from '../scene-types.ts';
import type { Sounds } from '../sounds.ts';
import type { Look } from './look.ts';

/**
 * A stretch of the lanes that is to be painted: all of what is seen, or a tile of it. Painters draw what reaches into
 * [0, width), CSS pixels from its left edge; they clear nothing, and none depends on where a tile begins.
 */
export interface Paint {
  /** Scaled: a unit is a CSS pixel. */
  readonly context: CanvasRenderingContext2D;
  /** Device pixels of a CSS pixel. */
  readonly ratio: number;
  readonly width: number;
  /** Frame at its left edge, on a column of device pixels; may be a fraction. */
  readonly firstFrame: number;
  /** Frames of a CSS pixel. */
  readonly framesPerPixel: number;
  readonly scene: Scene;
  readonly lanes: Lanes;
  readonly look: Look;
  readonly sounds: Sounds;
}

/** CSS pixels to the nearest edge between device pixels: lines stay sharp. */
export const crisp = ({ ratio }: Pick<Paint, 'ratio'>, at: number): number => Math.round(at * ratio) / ratio;

/** Width of the thinnest line that is sharp. */
export const hairline = ({ ratio }: Pick<Paint, 'ratio'>): number => Math.max(1, Math.floor(ratio)) / ratio;

/** The frames that are painted, with some more on both sides: a thing may be drawn wider than it is. */
export const framesSeen = (
  { firstFrame, framesPerPixel, width }: Pick<Paint, 'firstFrame' | 'framesPerPixel' | 'width'>,
  more = 0,
): { start: number; end: number } => ({
  start: firstFrame - more * framesPerPixel,
  end: firstFrame + (width + more) * framesPerPixel,
});

export const rounded = (
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void => {
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
};
