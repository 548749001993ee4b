import { useEffect, useState } from 'react';
import type { AssetKind, AssetRow } from '../../src/contract/index.ts';
import { toFailure } from '../../src/model/index.ts';
import { ask } from './ask.ts';

/** Rest after the last key before the library is asked, milliseconds. */
const REST_MS = 150;

export interface FoundSounds {
  readonly rows: readonly AssetRow[];
  /** How many there are in all. */
  readonly total: number;
  /** Why the library did not answer; null: it did. */
  readonly trouble: string | null;
}

/** What to look for besides the words. Kept outside of what draws: another object is another question. */
export interface SoundsWanted {
  readonly kinds?: AssetKind[];
  /** Sounds shown at a time: who looks for more types a word more. */
  readonly limit: number;
}

/** Sounds of the library that have these words, as they are typed; null: not asked yet. */
export const useFoundSounds = (text: string, wanted: SoundsWanted): FoundSounds | null => {
  const [found, setFound] = useState<FoundSounds | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    const rest = setTimeout(() => {
      ask('library.search', { text, ...wanted }, { signal: asking.signal }).then(
        ({ rows, total }) => setFound({ rows, total, trouble: null }),
        (error: unknown) => {
          if (!asking.signal.aborted) setFound({ rows: [], total: 0, trouble: toFailure(error).message });
        },
      );
    }, REST_MS);
    return () => {
      clearTimeout(rest);
      asking.abort();
    };
  }, [text, wanted]);
  return found;
};
