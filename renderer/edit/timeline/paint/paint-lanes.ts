import { css } from './look.ts';
import type { Paint } from './paint.ts';
import { paintCues } from './paint-cues.ts';
import { paintDucking } from './paint-ducking.ts';
import { paintMarkers } from './paint-markers.ts';
import { paintMusic } from './paint-music.ts';
import { paintRuler } from './paint-ruler.ts';
import { paintSegments } from './paint-segments.ts';
import { paintTracks } from './paint-tracks.ts';

/**
 * All lanes of a stretch, over whatever was there. `left`: where the stretch begins in the canvas, device pixels;
 * `height`: of the canvas, CSS pixels.
 */
export const paintLanes = (paint: Paint, left: number, height: number): void => {
  const { context, ratio, width, look } = paint;
  context.setTransform(ratio, 0, 0, ratio, left, 0);
  context.textBaseline = 'alphabetic';
  context.fillStyle = css(look.bg0);
  context.fillRect(0, 0, width, height);
  paintMusic(paint, left);
  paintTracks(paint);
  paintDucking(paint);
  paintCues(paint);
  paintSegments(paint);
  paintMarkers(paint);
  // Last: the lanes are scrolled beneath it.
  paintRuler(paint);
};
