import { type Lane, musicMiddle, musicReach } from '../lanes.ts';
import type { SceneTrack } from '../scene-types.ts';
import type { Sounds } from '../sounds.ts';
import { type Columns, duckColumns } from './duck-columns.ts';
import { type Look, mixed, pixelOf } from './look.ts';
import { musicColumns, type SoundColumns } from './music-columns.ts';
import { framesSeen, type Paint } from './paint.ts';
import { beatLines } from './ruler-ticks.ts';
import { paintSampleLines, SAMPLE_LINES_BELOW } from './sample-lines.ts';

/** The loudest sample of the loudest track is so high, of what there is. */
const FULL = 0.96;
/** How much of its colour the music keeps where it is turned down. */
const DIM = 0.4;

/** What brings a track's samples to the lane: its staged level, so that all stand as they will sound beside each other. */
export const displayScale = (tracks: readonly SceneTrack[], sounds: Sounds): ((track: SceneTrack) => number) => {
  let most = 0;
  for (const track of tracks) most = Math.max(most, (sounds.peak(track) ?? 0) * track.staging);
  return (track) => (most > 0 ? (FULL * track.staging) / most : FULL);
};

/** Pictures by size, used again: a lane's pixels are 1.5 MB and are written with every step of a zoom. */
const pictures = new Map<string, ImageData>();
const pictureOf = (context: CanvasRenderingContext2D, width: number, height: number): ImageData => {
  const key = `${width} ${height}`;
  const kept = pictures.get(key);
  if (kept) return kept;
  if (pictures.size > 3) pictures.clear();
  const made = context.createImageData(width, height);
  pictures.set(key, made);
  return made;
};

/**
 * The music lane, written pixel by pixel: beats, then the sound. What will be heard is bright, what the ducking takes
 * away is dim. `x`: where the stretch begins in the canvas, device pixels.
 */
export const paintMusic = (paint: Paint, x: number): void => {
  const { context, ratio, width, firstFrame, framesPerPixel, scene, lanes, look, sounds } = paint;
  const { music } = lanes;
  const columns: Columns = { firstFrame, framesPerColumn: framesPerPixel / ratio, count: Math.round(width * ratio) };
  const [top, bottom] = [Math.round(music.top * ratio), Math.round((music.top + music.height) * ratio)];
  const height = bottom - top;
  if (columns.count <= 0 || height <= 0) return;
  const picture = pictureOf(context, columns.count, height);
  const pixels = new Uint32Array(picture.data.buffer);
  pixels.fill(pixelOf(look.bg0));
  const canvas: Pixels = { pixels, width: columns.count, height };
  paintBeats(canvas, paint, columns);
  const ducked = scene.hasMusic ? duckColumns(columns, scene.ducking) : null;
  const asSamples = columns.framesPerColumn < SAMPLE_LINES_BELOW;
  if (!asSamples) {
    const sound = musicColumns(columns, scene.tracks, sounds, displayScale(scene.tracks, sounds));
    const middle = musicMiddle(music) * ratio - top;
    paintSound(canvas, sound, ducked, { middle, reach: musicReach(music) * ratio }, look);
  }
  context.putImageData(picture, x, top);
  if (asSamples) paintSampleLines(paint, displayScale(scene.tracks, sounds));
};

interface Pixels {
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
}

const fillColumn = ({ pixels, width, height }: Pixels, x: number, from: number, to: number, colour: number): void => {
  const last = Math.min(height, to) * width + x;
  for (let at = Math.max(0, from) * width + x; at < last; at += width) pixels[at] = colour;
};

const paintBeats = (canvas: Pixels, paint: Paint, { firstFrame, framesPerColumn, count }: Columns): void => {
  const { scene, look, framesPerPixel } = paint;
  const bar = pixelOf(mixed(look.bg0, look.line, 0.8));
  const beat = pixelOf(mixed(look.bg0, look.line, 0.36));
  for (const region of scene.regions) {
    for (const line of beatLines(region, framesSeen(paint), framesPerPixel)) {
      const x = Math.floor((line.frame - firstFrame) / framesPerColumn);
      if (x >= 0 && x < count) fillColumn(canvas, x, 0, canvas.height, line.kind === 'bar' ? bar : beat);
    }
  }
};

const paintSound = (
  canvas: Pixels,
  { low, high }: SoundColumns,
  ducked: Float32Array | null,
  { middle, reach }: { middle: number; reach: number },
  look: Look,
): void => {
  const bright = pixelOf(look.music);
  const dim = pixelOf(mixed(look.bg0, look.music, DIM));
  const top = (level: number): number => Math.floor(middle - Math.min(level, 1.06) * reach);
  const bottom = (level: number): number => Math.ceil(middle - Math.max(level, -1.06) * reach);
  for (let x = 0; x < canvas.width; x++) {
    if (Number.isNaN(low[x])) continue;
    const [highest, lowest] = [top(high[x]), bottom(low[x])];
    const factor = ducked === null ? 0 : ducked[x];
    if (factor < 0.999) fillColumn(canvas, x, highest, Math.max(lowest, highest + 1), dim);
    if (ducked === null) continue;
    const from = factor < 0.999 ? top(high[x] * factor) : highest;
    const to = factor < 0.999 ? bottom(low[x] * factor) : lowest;
    fillColumn(canvas, x, from, Math.max(to, from + 1), bright);
  }
};

/** Where a linear level is in the lane, CSS pixels. */
export const levelY = (lane: Lane, level: number): number => musicMiddle(lane) - level * musicReach(lane);
