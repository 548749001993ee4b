import { useEffect, useState } from 'react';
import { ask } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';
import type { Heard } from './choices.ts';

/** Looked at anew at most this often while files are made and sounds are measured. Milliseconds. */
const REST = 1_000;

/** What can be heard of a workout; null until that is known. */
export const useHeard = (workout: string): Heard | null => {
  const client = useStudio(({ host }) => host?.client ?? null);
  const [known, setKnown] = useState<(Heard & { readonly workout: string }) | null>(null);
  useEffect(() => {
    if (client === null) return;
    let looking = new AbortController();
    let resting: ReturnType<typeof setTimeout> | null = null;
    const look = (): void => {
      // An answer that is late is of what was.
      looking.abort();
      looking = new AbortController();
      const { signal } = looking;
      const asked = [
        ask('exports.kept', { path: workout }, { signal }),
        // A workout that cannot be read any more has files that can be heard.
        ask('workouts.music', { path: workout }, { signal }).catch(() => ({ tracks: 0, lufs: null })),
      ] as const;
      Promise.all(asked).then(
        ([{ files }, music]) => {
          if (!signal.aborted) setKnown({ workout, files, music });
        },
        () => undefined, // As before: what is wrong with the studio is told elsewhere.
      );
    };
    const lookSoon = (): void => {
      resting ??= setTimeout(() => {
        resting = null;
        look();
      }, REST);
    };
    look();
    const stops = [
      client.on('exports.changed', ({ matrix }) => matrix && lookSoon()),
      client.on('library.changed', lookSoon),
    ];
    return () => {
      looking.abort();
      if (resting !== null) clearTimeout(resting);
      for (const stop of stops) stop();
    };
  }, [client, workout]);
  return known?.workout === workout ? known : null;
};
