import { type RefObject, useEffect, useRef } from 'react';
import { onBeat } from './beat.ts';

/** Calls `write` with an element now, after each rendering and with every beat. */
export const useBeaten = <Kind extends HTMLElement>(write: (element: Kind) => void): RefObject<Kind | null> => {
  const element = useRef<Kind>(null);
  const latest = useRef(write);
  useEffect(() => {
    latest.current = write;
    if (element.current) write(element.current);
  });
  useEffect(
    () =>
      onBeat(() => {
        if (element.current) latest.current(element.current);
      }),
    [],
  );
  return element;
};

/** Text that goes on by itself, written only when it has changed. */
export const useWritten = <Kind extends HTMLElement>(text: () => string): RefObject<Kind | null> =>
  useBeaten<Kind>((element) => {
    const now = text();
    if (element.textContent !== now) element.textContent = now;
  });
