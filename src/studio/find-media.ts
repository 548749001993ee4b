import { access } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { decibels, frames, type MusicTrack, NO_FADE, type Workout } from '../model/index.ts';
import type { ExportRequest } from './export-types.ts';

const ADDRESS = /^https?:\/\//i;

/**
 * Where a sound that a workout file names is on this machine. A path is relative to the file. An http(s) address is
 * never fetched: the same base name beside the file serves, and null says it is not there.
 */
export const findMedia = async (workoutPath: string, written: string): Promise<string | null> => {
  const folder = dirname(resolve(workoutPath));
  if (!ADDRESS.test(written)) return resolve(folder, written);
  const name = addressName(written);
  if (name === '') return null;
  const beside = resolve(folder, name);
  return (await exists(beside)) ? beside : null;
};

/** Where the music of an export is: what the request names, else what the workout names; null where neither is here. */
export const findMusic = async (workout: Workout, request: ExportRequest): Promise<string | null> => {
  if (request.music !== undefined) return ADDRESS.test(request.music) ? null : resolve(request.music);
  const [track] = workout.tracks;
  return track === undefined ? null : findMedia(request.workout, track.file);
};

/** The workout with a file in place of all its music; as it is where none is given. */
export const withMusic = (workout: Workout, file: string | undefined): Workout =>
  file === undefined ? workout : { ...workout, tracks: [wholeFile(file)] };

const wholeFile = (file: string): MusicTrack => ({
  id: 'music',
  file,
  trimStart: frames(0),
  trimEnd: null,
  gain: decibels(0),
  fadeIn: NO_FADE,
  fadeOut: NO_FADE,
  crossfade: NO_FADE,
  grid: null,
});

/** The base name an address ends in, decoded; empty where it has none. */
const addressName = (address: string): string => {
  try {
    return basename(decodeURIComponent(new URL(address).pathname));
  } catch {
    return '';
  }
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
