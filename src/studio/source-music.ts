import { resolve } from 'node:path';
import type { Library } from '../library/index.ts';
import { type Decibels, decibels, type MixPlan, NO_LIMIT, type Workout } from '../model/index.ts';
import { findMedia } from './find-media.ts';

/** A workout's music as its files have it. */
export interface SourceMusic {
  readonly tracks: number;
  /** Integrated loudness, LUFS; null: silent, not measured, or not one whole file. */
  readonly lufs: number | null;
}

/** What is known of a workout's music without reading it. `path`: the workout's. */
export const sourceMusic = async (
  path: string,
  { tracks }: Pick<Workout, 'tracks'>,
  library: Pick<Library, 'placeAt' | 'row'>,
): Promise<SourceMusic> => {
  const [track, ...more] = tracks;
  const whole = track !== undefined && more.length === 0 && track.trimStart === 0 && track.trimEnd === null;
  const file = whole ? await findMedia(path, track.file) : null;
  const place = file === null ? null : library.placeAt(resolve(file));
  return { tracks: tracks.length, lufs: place === null ? null : library.row(place.id).lufs };
};

/** The mix of music alone that leaves every file's level as it is: only where it sounds, and its fades, are the workout's. */
export const untouched = (plan: MixPlan): MixPlan => {
  const asItIs: Decibels = decibels(0);
  return {
    ...plan,
    ...{ voices: [], ducking: [], gain: asItIs, limiter: NO_LIMIT },
    beds: plan.beds.map((bed) => ({ ...bed, gain: asItIs })),
  };
};
