import { isDeepStrictEqual } from 'node:util';
import type { WorkoutDocument } from '../model/index.ts';

const LISTS = ['cues', 'segments', 'tracks', 'markers', 'coaches', 'variants'] as const;

/** Ids of what is in `after` and was not so in `before`. */
export const touchedBetween = (before: WorkoutDocument, after: WorkoutDocument): string[] => {
  const touched = LISTS.flatMap((list) => {
    const [old, entries] = [before[list] ?? [], after[list] ?? []];
    if (old === entries) return [];
    const was = new Map(old.map((entry) => [entry.id, entry]));
    return entries.flatMap((entry) => {
      if (typeof entry.id !== 'string') return [];
      const same = was.get(entry.id) === entry || isDeepStrictEqual(was.get(entry.id), entry);
      return same ? [] : [entry.id];
    });
  });
  return [...new Set(touched)];
};
