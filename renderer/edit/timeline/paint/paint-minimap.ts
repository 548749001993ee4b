import type { Scene } from '../scene-types.ts';
import type { Sounds } from '../sounds.ts';
import { duckColumns } from './duck-columns.ts';
import { css, type Look, mixed } from './look.ts';
import { musicColumns } from './music-columns.ts';
import { displayScale } from './paint-music.ts';
import { intensityColour } from './paint-segments.ts';

/** Marks of cues at the bottom, CSS pixels. */
const CUES_HEIGHT = 8;

export interface MinimapPaint {
  readonly ratio: number;
  readonly scene: Scene;
  readonly look: Look;
  readonly sounds: Sounds;
}

/** All of the workout: segments as ground, the music over it, cues along the bottom. */
export const paintMinimap = (canvas: HTMLCanvasElement, { ratio, scene, look, sounds }: MinimapPaint): void => {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return;
  const { width, height } = canvas;
  context.fillStyle = css(look.bg1);
  context.fillRect(0, 0, width, height);
  if (scene.length === 0) return;
  const perColumn = scene.length / width;
  const x = (frame: number): number => Math.round(frame / perColumn);
  for (const { start, end, level } of scene.segments) {
    context.fillStyle = css(mixed(look.bg1, intensityColour(look, level), look.isLight ? 0.22 : 0.28));
    context.fillRect(x(start), 0, Math.max(1, x(end) - x(start)), height);
  }
  const columns = { firstFrame: 0, framesPerColumn: perColumn, count: width };
  const sound = musicColumns(columns, scene.tracks, sounds, displayScale(scene.tracks, sounds));
  const ducked = duckColumns(columns, scene.ducking);
  const cuesHeight = CUES_HEIGHT * ratio;
  const middle = (height - cuesHeight) / 2;
  const reach = middle - 3 * ratio;
  const wave = (of: (x: number) => number): void => {
    for (let column = 0; column < width; column++) {
      if (Number.isNaN(sound.low[column])) continue;
      const factor = of(column);
      const top = Math.floor(middle - Math.min(1, sound.high[column] * factor) * reach);
      const bottom = Math.ceil(middle - Math.max(-1, sound.low[column] * factor) * reach);
      context.fillRect(column, top, 1, Math.max(1, bottom - top));
    }
  };
  context.fillStyle = css(mixed(look.bg1, look.music, scene.hasMusic ? 0.62 : 0.3));
  wave(() => 1);
  if (scene.hasMusic) {
    context.fillStyle = css(mixed(look.bg1, look.music, 0.9));
    wave((column) => ducked[column] * 0.86);
  }
  for (const { start, taken, state, selected, collides } of scene.cues) {
    const colour = state === 'failed' ? look.error : collides ? look.warn : taken ? look.voice : look.t3;
    context.fillStyle = css(selected ? look.select : mixed(look.bg1, colour, taken ? 0.9 : 0.5));
    const tall = selected ? cuesHeight + 4 * ratio : cuesHeight - 1;
    context.fillRect(x(start), height - tall, Math.max(1, Math.round(ratio)), tall);
  }
  context.fillStyle = css(look.t2, 0.9);
  for (const { at } of scene.markers) context.fillRect(x(at), 0, Math.max(1, Math.round(ratio)), 6 * ratio);
  for (const { start } of scene.tracks.slice(1)) context.fillRect(x(start), 0, 1, height - cuesHeight);
};
