import { useEffect, useState } from 'react';
import type { MadeExport } from '../../../src/contract/index.ts';
import { ask } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';

/** Looked at anew at most this often while files are made. Milliseconds. */
const REST = 1_000;

/** What was made of a workout and is still there; null until that is known. */
export const useKeptFiles = (workout: string): readonly MadeExport[] | null => {
  const client = useStudio(({ host }) => host?.client ?? null);
  const [known, setKnown] = useState<{ workout: string; files: readonly MadeExport[] } | null>(null);
  useEffect(() => {
    if (client === null) return;
    const abort = new AbortController();
    let resting: ReturnType<typeof setTimeout> | null = null;
    const look = (): void => {
      ask('exports.kept', { path: workout }, { signal: abort.signal }).then(
        ({ files }) => setKnown({ workout, files }),
        () => undefined, // As before: what is wrong with the studio or the workout is told elsewhere.
      );
    };
    look();
    const stop = client.on('exports.changed', ({ matrix }) => {
      if (!matrix || resting !== null) return;
      resting = setTimeout(() => {
        resting = null;
        look();
      }, REST);
    });
    return () => {
      abort.abort();
      if (resting !== null) clearTimeout(resting);
      stop();
    };
  }, [client, workout]);
  return known?.workout === workout ? known.files : null;
};
