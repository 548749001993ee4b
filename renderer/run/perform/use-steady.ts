import { useRef } from 'react';
import { type RunState, useRun } from '../run-store.ts';

/**
 * A part of the session that is rendered only when it is another one: the session's view comes anew ten times a second,
 * and most of it as it was. `keyOf` says of two parts that they are one, by the same words; without it `select` gives plain
 * values.
 */
export const useSteady = <Part>(
  select: (run: RunState) => Part,
  keyOf: (part: Part) => string = JSON.stringify,
): Part => {
  const kept = useRef<{ readonly part: Part; readonly key: string } | null>(null);
  return useRun((run) => {
    const part = select(run);
    const key = keyOf(part);
    if (kept.current === null || kept.current.key !== key) kept.current = { part, key };
    return kept.current.part;
  });
};
