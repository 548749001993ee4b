import { type Decibels, decibels, type Lufs, lufs } from '../model/index.ts';

/**
 * One level policy for preview, live and export: beds and takes are staged to fixed loudnesses, then one static gain
 * per workout carries the mix to its target. That gain is measured on the music-only mix, so every variant shares it.
 */
export const BED_LUFS: Lufs = lufs(-20);
export const VOICE_LUFS: Lufs = lufs(-17);
/** A variant further than this from its target gets a gain, and an encode, of its own. LU. */
export const VARIANT_TOLERANCE_LU = 0.5;
/** How close the music-only mix comes to its target. LU. */
export const WORKOUT_TOLERANCE_LU = 0.2;

/** The gain that brings a sound of a loudness to a staged one. Silence is left as it is. */
export const stagingGain = (measured: Lufs, staged: Lufs): Decibels =>
  decibels(Number.isFinite(measured) ? staged - measured : 0);
