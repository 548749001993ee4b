import { isAbsolute, resolve } from 'node:path';
import type { WorkoutDocument } from '../model/index.ts';
import { writtenFrom } from './create-workout.ts';

const ADDRESS = /^https?:\/\//i;

/** A document that says in folder `to` what it said in folder `from`: paths of sounds lead to the same files. */
export const movedDocument = (document: WorkoutDocument, from: string, to: string): WorkoutDocument => {
  if (from === to) return document;
  const moved = (file: string): string =>
    ADDRESS.test(file) || isAbsolute(file) ? file : writtenFrom(to, resolve(from, file));
  const redirected = <Thing extends object>(thing: Thing, keys: readonly (keyof Thing)[]): Thing => {
    const copy = { ...thing };
    for (const key of keys) {
      const file = copy[key];
      if (typeof file === 'string') copy[key] = moved(file) as Thing[typeof key];
    }
    return copy;
  };
  const { tracks, cues } = document;
  return {
    ...redirected(document, ['music_url', 'coaching_url']),
    ...(tracks === undefined ? {} : { tracks: tracks.map((track) => redirected(track, ['file'])) }),
    ...(cues === undefined
      ? {}
      : {
          cues: cues.map((cue) => ({
            ...redirected(cue, ['audio', 'file']),
            ...(cue.takes ? { takes: cue.takes.map((take) => redirected(take, ['audio'])) } : {}),
          })),
        }),
  };
};
