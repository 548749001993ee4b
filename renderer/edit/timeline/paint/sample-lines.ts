import { duckingAt, fadeGain } from '../../../../src/audio/index.ts';
import { CHANNELS } from '../../../../src/model/index.ts';
import { musicMiddle, musicReach } from '../lanes.ts';
import type { SceneTrack } from '../scene-types.ts';
import { CHUNK } from '../sounds.ts';
import { css, mixed } from './look.ts';
import { framesSeen, type Paint } from './paint.ts';

/** Closer than this samples are drawn one by one, joined by a line. Frames of a device pixel. */
export const SAMPLE_LINES_BELOW = 0.75;
/** From this on each sample has a dot. CSS pixels between samples. */
const DOTS_FROM = 5;

/** Every sample of both channels: left over right, dim before it is ducked, bright as it will be heard. */
export const paintSampleLines = (paint: Paint, scale: (track: SceneTrack) => number): void => {
  const { scene, look } = paint;
  const seen = framesSeen(paint, 2);
  const ducks = scene.hasMusic && scene.ducking.some(({ start, end }) => end > seen.start && start < seen.end);
  for (const track of scene.tracks) {
    if (track.end <= seen.start || track.start >= seen.end || track.source === null) continue;
    for (const channel of [1, 0]) {
      const colour = channel === 0 ? look.music : mixed(look.bg0, look.music, 0.62);
      const dim = mixed(look.bg0, colour, 0.38);
      if (ducks || !scene.hasMusic) paintLine(paint, track, channel, scale(track), css(dim), false);
      if (scene.hasMusic) paintLine(paint, track, channel, scale(track), css(colour), ducks);
    }
  }
};

const paintLine = (
  paint: Paint,
  track: SceneTrack,
  channel: number,
  scale: number,
  colour: string,
  ducked: boolean,
): void => {
  const { context, firstFrame, framesPerPixel, scene, lanes, sounds } = paint;
  const seen = framesSeen(paint, 2);
  const first = Math.max(track.start, Math.floor(seen.start));
  const last = Math.min(track.end - 1, Math.ceil(seen.end));
  const [middle, reach] = [musicMiddle(lanes.music), musicReach(lanes.music)];
  const pixels = 1 / framesPerPixel;
  const dots: [number, number][] = [];
  context.beginPath();
  let joined = false;
  for (let frame = first; frame <= last; frame++) {
    const inFile = frame - track.span.at + track.span.from;
    const index = Math.floor(inFile / CHUNK);
    const samples = sounds.chunk(track.source!, index, Math.min(CHUNK, track.fileFrames - index * CHUNK));
    const sample = samples?.[(inFile - index * CHUNK) * CHANNELS + channel];
    if (sample === undefined) {
      joined = false;
      continue;
    }
    const fades = fadeGain(track.span.fadeIn, frame - track.start) * fadeGain(track.span.fadeOut, track.end - frame);
    const gain = scale * track.gain * fades * (ducked ? 10 ** (duckingAt(scene.ducking, frame) / 20) : 1);
    // A sample stands in the middle of its frame.
    const x = (frame + 0.5 - firstFrame) * pixels;
    const y = middle - Math.max(-1.06, Math.min(1.06, sample * gain)) * reach;
    if (joined) context.lineTo(x, y);
    else context.moveTo(x, y);
    joined = true;
    if (pixels >= DOTS_FROM) dots.push([x, y]);
  }
  context.lineWidth = 1.25;
  context.strokeStyle = colour;
  context.stroke();
  if (dots.length === 0) return;
  const size = Math.min(3, 1 + pixels / 12);
  context.fillStyle = colour;
  context.beginPath();
  for (const [x, y] of dots) {
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
  }
  context.fill();
};
