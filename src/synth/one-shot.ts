import { ENGINE_RATE } from '../model/index.ts';

/**
 * One note of one instrument, as sound: rendered once, from its own start, and mixed wherever it is played. Its length is
 * known before it is rendered.
 */
export interface OneShot {
  /** Frames. It is silent from there on, and ends without a step. */
  readonly length: number;
  /** The sound: interleaved stereo, `length` frames. The same at every call. */
  render(): Float32Array;
}

/** What of a note its sound depends on. */
export interface NoteSound {
  /** MIDI notes; empty for drums. */
  readonly notes: readonly number[];
  /** How long the note is held, frames. */
  readonly hold: number;
  /** 0 (soft) .. 1 (bright): how far filters open. */
  readonly brightness: number;
  /** Where its noise and phases are drawn from. */
  readonly seed: number;
}

/** Seconds to whole frames, one at least. */
export const toLength = (seconds: number): number => Math.max(1, Math.round(seconds * ENGINE_RATE));

/** Between two cutoffs, by ear: equal steps of brightness are equal musical intervals. */
export const cutoffAt = (cutoff: { soft: number; bright: number }, brightness: number): number =>
  cutoff.soft * (cutoff.bright / cutoff.soft) ** brightness;

/** The same mono sound on both sides, in a buffer of `length` frames. */
export const bothSides = (mono: Float32Array, length: number): Float32Array => {
  const stereo = new Float32Array(2 * length);
  for (let n = 0; n < Math.min(length, mono.length); n++) {
    stereo[2 * n] = mono[n];
    stereo[2 * n + 1] = mono[n];
  }
  return stereo;
};
