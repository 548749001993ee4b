import type { WaveformData } from '../../waveform/index.ts';
import type { SceneTrack } from './scene-types.ts';

/** Frames of one piece of samples. */
export const CHUNK = 32_768;

/**
 * What the timeline knows of the sounds it draws. Each call answers at once with what is at hand and asks for what is
 * not: whoever paints is told by `onArrival` when to look again. What nobody asks for any more is not fetched.
 */
export interface Sounds {
  /** The best outline of a track's file for this scale; null: nothing yet. */
  track(track: Pick<SceneTrack, 'asset' | 'source'>, framesPerColumn: number): WaveformData | null;
  /** The outline of a take by its key; null: nothing yet. */
  take(source: string): WaveformData | null;
  /** Interleaved stereo of frames [index · CHUNK, + CHUNK) of a source, less at its end; null: not yet. */
  chunk(source: string, index: number, length: number): Float32Array | null;
  /** Highest sample of a track's file, 0..1, as far as it is known; null: not at all. */
  peak(track: Pick<SceneTrack, 'asset' | 'source'>): number | null;
}
