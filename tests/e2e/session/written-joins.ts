import type { SessionLogLine } from '../../../src/contract/index.ts';
import type { SessionCueDocument } from '../../../src/model/index.ts';
import { framesOf, type RunRow, type Written } from './expected-mix.ts';

type Layer = NonNullable<SessionCueDocument['layers']>[number];
type Join = 'snap' | 'crossfade' | 'gap' | 'overlap';

/** Ends that a sound comes to by itself: no hand had a part in what came after it. */
const BY_ITSELF = ['its end', 'end of its cue'];
/** True for a line that says that sound was not there in time. What decoded slowly before streams in time, by the rules. */
const isTrouble = ({ event, text }: Pick<SessionLogLine, 'event' | 'text'>): boolean =>
  event === 'late' || (event === 'stream.start' && !text.endsWith('(slow decode)'));
/** A line of a join is told so near to it. Frames. */
const NEAR = 48_000;

/** Where the log of what sounded is not as the list is written: the mix is worked out from that log, and would not show it. */
export interface WrittenJoins {
  /** How many joins were looked at, of each kind. */
  readonly counts: Readonly<Record<Join, number>>;
  /** A sentence for each that is not as written. */
  readonly wrong: readonly string[];
}

/**
 * Holds each join that came by itself, and the length of each sound that came to its end, to the frame against the list: a
 * join that was late, and is logged as late, is found.
 */
export const writtenJoins = (
  rows: readonly RunRow[],
  written: Written,
  lines: readonly Pick<SessionLogLine, 'event' | 'cue' | 'frame' | 'text'>[],
): WrittenJoins => {
  const { cues, loops, sounds } = written;
  const counts = { snap: 0, crossfade: 0, gap: 0, overlap: 0 };
  const wrong: string[] = [];
  const places = new Map(cues.map(({ id }, place) => [id, place]));
  const first = rows.filter(({ layer }) => layer === 0).sort((a, b) => a.from_frame - b.from_frame);
  for (const [n, row] of first.entries()) {
    const place = places.get(row.cue)!;
    const cue = cues[place];
    if (row.to_frame === null || !BY_ITSELF.includes(row.why)) continue;
    const layer = cue.layers![0];
    const length = lengthOf(layer, sounds.get(layer.file)!.frames);
    if (row.to_frame - row.from_frame !== length)
      wrong.push(`${row.cue} sounds ${row.to_frame - row.from_frame} frames, not ${length}`);

    const after = cues[place + 1] ?? (loops ? cues[0] : undefined);
    const next = first[n + 1];
    if (!cue.follow || !after || !next) continue;
    if (next.cue !== after.id) {
      wrong.push(`After ${row.cue} at ${row.to_frame} comes ${next.cue}, not ${after.id}`);
      continue;
    }
    const { kind, from } = joinOf(cue, row.from_frame, row.to_frame);
    counts[kind] += 1;
    const told = lines.filter((line) => line.cue === next.cue && Math.abs(line.frame - from) < NEAR);
    const off = next.from_frame - from;
    if (off !== 0 || told.some(isTrouble)) {
      const said = told.map(({ frame, event, text }) => `${frame} ${event} ${text}`);
      wrong.push(`${next.cue} begins ${off} frames off its ${kind} with ${row.cue}, at ${from}: ${said.join('; ')}`);
    }
  }
  return { counts, wrong };
};

/** How a cue meets the next one, and the frame at which that begins. `from`, `to`: where the cue itself sounds. */
const joinOf = ({ follow, transition, post_wait_ms }: SessionCueDocument, from: number, to: number) => {
  if (follow === 'auto-continue') return { kind: 'overlap', from: from + framesOf(post_wait_ms) } as const;
  const length = framesOf(transition?.duration_ms);
  if (transition?.type === 'crossfade') return { kind: 'crossfade', from: to - length } as const;
  if (transition?.type === 'gap') return { kind: 'gap', from: to + length } as const;
  return { kind: 'snap', from: to } as const;
};

/** How long a layer sounds from its beginning to its end, its loop unrolled. `frames`: of its file. */
const lengthOf = ({ trim_start_ms, trim_end_ms, loop }: Layer, frames: number): number => {
  const begin = framesOf(trim_start_ms);
  const end = trim_end_ms == null ? frames : Math.min(frames, framesOf(trim_end_ms));
  if (!loop || loop === true) return end - begin;
  const start = Math.max(begin, framesOf(loop.start_ms));
  const until = loop.end_ms == null ? end : Math.min(end, framesOf(loop.end_ms));
  // Each pass but the first begins under the end of the one before.
  return end - begin + ((loop.times ?? 1) - 1) * (until - start - framesOf(loop.crossfade_ms));
};
