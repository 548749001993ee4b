import { useRef } from 'react';
import { type RunState, useRun } from '../run-store.ts';

/**
 * A part of the session that is rendered only when it is another one: the session's view comes anew ten times a second,
 * and most of it as it was. `select` gives plain values.
 */
export const useSteady = <Part>(select: (run: RunState) => Part): Part => {
  const kept = useRef<{ readonly part: Part; readonly text: string } | null>(null);
  return useRun((run) => {
    const part = select(run);
    const text = JSON.stringify(part);
    if (kept.current === null || kept.current.text !== text) kept.current = { part, text };
    return kept.current.part;
  });
};
