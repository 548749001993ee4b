import { type Frames, frames, type Layer } from '../../../src/model/index.ts';
import { layerEnd, loopRegion } from '../../../src/plan/index.ts';

/**
 * Which frame of its file is heard once `played` frames of a layer have sounded; null: the file's length is not known.
 * Where passes cross, the one that comes in. `left`: frames until the layer's end, where that is known; a layer that was let
 * go is found by it.
 */
export const frameOfFile = (
  layer: Layer,
  file: Frames | null,
  played: number,
  left: number | null = null,
): Frames | null => {
  const end = layerEnd(layer, file);
  if (end === null) return null;
  const straight = layer.trimStart + Math.max(0, Math.round(played));
  const region = loopRegion(layer, end);
  if (region === null) return frames(Math.min(end, straight));
  const period = region.end - region.start - region.crossfade;
  const times = layer.loop?.times ?? null;
  if (times === null && left !== null && left <= end - region.start)
    return frames(Math.min(end, end - Math.round(left)));
  const pass = Math.max(0, Math.floor((straight - region.start) / period));
  // The last pass goes on past the region's end.
  return frames(Math.min(end, straight - Math.min(pass, (times ?? Number.POSITIVE_INFINITY) - 1) * period));
};
