import type { SessionLogLine } from '../../contract/index.ts';
import type { Frames } from '../../model/index.ts';

/** Lines that are kept. */
const MOST = 2_000;

/** The session's log: its newest lines, numbered since the studio was opened. */
export interface SessionLog {
  add(line: Omit<SessionLogLine, 'number' | 'at'>): void;
  /** The newest lines, oldest first. */
  newest(most: number): SessionLogLine[];
}

/** `now`: milliseconds since 1970. */
export const createSessionLog = (now: () => number, onLine: (line: SessionLogLine) => void): SessionLog => {
  let lines: SessionLogLine[] = [];
  let count = 0;
  return {
    add(line) {
      const numbered = { ...line, number: count++, at: now() };
      lines.push(numbered);
      // Not with every line: a copy of them all is made.
      if (lines.length >= 2 * MOST) lines = lines.slice(-MOST);
      onLine(numbered);
    },
    newest: (most) => lines.slice(-Math.min(most, MOST)),
  };
};

/** A line of the studio itself, of no cue. */
export const plainLine = (
  event: string,
  frame: Frames,
  text: string,
  level: SessionLogLine['level'] = 'info',
): Omit<SessionLogLine, 'number' | 'at'> => ({ event, frame, text, level, cue: null, layer: null });
