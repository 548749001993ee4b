import { energyToLufs } from '../../src/audio/index.ts';
import { type Lufs, toDecibels } from '../../src/model/index.ts';
import type { LevelPlaces } from './output-meter.ts';

/** What an output meter shows. */
export interface Meters {
  /** Highest sample of the last 50 ms. dBFS, -Infinity for silence. */
  readonly peakLeft: number;
  readonly peakRight: number;
  /** LUFS of the last 400 ms; -Infinity for silence. */
  readonly momentary: Lufs;
}

/** The figures that an output meter left; without one, silence. */
export const readMeters = (floats: Float32Array | undefined, places: LevelPlaces): Meters => ({
  peakLeft: toDecibels(floats?.[places.peakLeft] ?? 0),
  peakRight: toDecibels(floats?.[places.peakRight] ?? 0),
  momentary: energyToLufs(floats?.[places.momentary] ?? 0),
});
