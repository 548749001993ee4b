import { fadeGain } from '../../../../src/audio/index.ts';
import type { Fade } from '../../../../src/model/index.ts';
import { gainY, musicMiddle, musicReach } from '../lanes.ts';
import type { SceneTrack } from '../scene-types.ts';
import { css } from './look.ts';
import { crisp, framesSeen, hairline, type Paint } from './paint.ts';

/** Narrower tracks show no handles. CSS pixels. */
const WITH_HANDLES = 48;
/** A fade's shape is drawn from this width on. */
const SHAPED = 3;

/** Where tracks begin, end and cross, their fades, and for the selected one its gain and handles. */
export const paintTracks = (paint: Paint): void => {
  const { scene, framesPerPixel } = paint;
  const { start, end } = framesSeen(paint, 12);
  for (const [index, track] of scene.tracks.entries()) {
    if (track.end < start || track.start > end) continue;
    if (index > 0) paintJoin(paint, track);
    paintFade(paint, track, track.span.fadeIn, 'in');
    paintFade(paint, track, track.span.fadeOut, 'out');
    if (track.selected) paintSelected(paint, track);
    if ((track.end - track.start) / framesPerPixel >= WITH_HANDLES) paintHandles(paint, track);
  }
};

const xIn = ({ firstFrame, framesPerPixel }: Paint, frame: number): number => (frame - firstFrame) / framesPerPixel;

const paintJoin = (paint: Paint, { start, crossfade }: SceneTrack): void => {
  const { context, lanes, look } = paint;
  const { top, height } = lanes.music;
  const left = crisp(paint, xIn(paint, start));
  const right = crisp(paint, xIn(paint, start + crossfade.length));
  if (right - left > 2) {
    context.fillStyle = css(look.t1, 0.05);
    context.fillRect(left, top, right - left, height);
  }
  context.fillStyle = css(look.t2, 0.7);
  context.fillRect(left, top, hairline(paint), height);
  if (right - left > 2) context.fillRect(right - hairline(paint), top, hairline(paint), height);
};

const paintFade = (paint: Paint, track: SceneTrack, fade: Fade, which: 'in' | 'out'): void => {
  const { context, framesPerPixel, lanes, look } = paint;
  const pixels = fade.length / framesPerPixel;
  if (pixels < SHAPED) return;
  const [middle, reach] = [musicMiddle(lanes.music), musicReach(lanes.music)];
  const edge = which === 'in' ? track.start : track.end;
  const towards = which === 'in' ? 1 : -1;
  const steps = Math.min(64, Math.max(8, Math.round(pixels / 4)));
  context.beginPath();
  for (const side of [-1, 1]) {
    for (let step = 0; step <= steps; step++) {
      const from = (fade.length * step) / steps;
      const x = xIn(paint, edge + towards * from);
      const y = middle + side * reach * fadeGain(fade, from);
      if (step === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  }
  context.lineWidth = 1.25;
  context.strokeStyle = css(look.t1, 0.55);
  context.stroke();
};

const paintSelected = (paint: Paint, track: SceneTrack): void => {
  const { context, lanes, look, width } = paint;
  const { top, height } = lanes.music;
  const left = Math.max(-4, xIn(paint, track.start));
  const right = Math.min(width + 4, xIn(paint, track.end));
  context.fillStyle = css(look.select);
  context.fillRect(left, top, right - left, 2);
  context.fillRect(left, top + height - 2, right - left, 2);
  context.fillRect(crisp(paint, xIn(paint, track.start)), top, 2, height);
  context.fillRect(crisp(paint, xIn(paint, track.end)) - 2, top, 2, height);
  const y = crisp(paint, gainY(lanes.music, track.gainDb));
  context.setLineDash([6, 4]);
  // Dashes are counted from the track's start, so that tiles meet.
  context.lineDashOffset = left - xIn(paint, track.start);
  context.lineWidth = 1.25;
  context.strokeStyle = css(look.t1, 0.85);
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(right, y);
  context.stroke();
  context.setLineDash([]);
  context.lineDashOffset = 0;
};

const paintHandles = (paint: Paint, track: SceneTrack): void => {
  const { context, lanes, look } = paint;
  const { fadeIn, fadeOut } = track.span;
  const alpha = track.selected ? 1 : 0.45;
  const y = lanes.music.top + 22;
  context.fillStyle = css(look.bg1);
  context.strokeStyle = css(track.selected ? look.select : look.t2, alpha);
  context.lineWidth = 1.5;
  for (const frame of [track.start + fadeIn.length, track.end - fadeOut.length]) {
    const isAtEdge = frame === track.start || frame === track.end;
    // An edge without a fade shows its handle only while the track is selected.
    if (isAtEdge && !track.selected) continue;
    const inward = frame === track.start ? 4 : frame === track.end ? -4 : 0;
    context.beginPath();
    context.arc(xIn(paint, frame) + inward, y, 4, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
};
