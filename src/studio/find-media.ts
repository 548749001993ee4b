import { access } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { decibels, frames, type MusicTrack, NO_FADE, type VoiceCue, type Workout } from '../model/index.ts';
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

/** A track and where its file is; null: an address that is not beside the workout file. */
export interface FoundTrack {
  readonly track: MusicTrack;
  readonly file: string | null;
}

/** Where the music of an export is, track by track. `workout`: as `withMusic` gives it. */
export const findTracks = (workout: Workout, request: ExportRequest): Promise<FoundTrack[]> =>
  Promise.all(
    workout.tracks.map(async (track) => {
      if (request.music === undefined) return { track, file: await findMedia(request.workout, track.file) };
      return { track, file: ADDRESS.test(request.music) ? null : resolve(request.music) };
    }),
  );

/** Where the recordings of cues are, and the ready-made coaching track; null as in `findTracks`. */
export const findRecordings = (
  workoutPath: string,
  cues: readonly VoiceCue[],
  coachingTrack: string | null,
): Promise<(string | null)[]> => {
  const written = new Set<string>();
  for (const { audio, takes } of cues) {
    if (audio !== null) written.add(audio);
    for (const { file, chosen } of takes) if (chosen) written.add(file);
  }
  if (coachingTrack !== null) written.add(coachingTrack);
  return Promise.all([...written].map((file) => findMedia(workoutPath, file)));
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
