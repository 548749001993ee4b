import { z } from 'zod';
import { BLOCK_FRAMES, integratedLoudness, momentary, shortTerm } from '../audio/index.ts';
import { ENGINE_RATE, type Segment } from '../model/index.ts';
import type { CheckResult } from './render-protocol.ts';

/** Columns of a graph, whatever the length of the file: what a report holds of it is bounded. */
export const COLUMNS = 400;
/** What is quieter is drawn as this. LUFS. */
const FLOOR = -70;

const levels = z.array(z.number().nullable()).max(COLUMNS);

/** What a report draws of a file, as it was measured. Levels are LUFS by column; null: there is no window of it. */
export const fileCurves = z.object({
  /** Length of the file. */
  seconds: z.number().positive(),
  /** Lowest and highest momentary loudness. */
  low: levels,
  high: levels,
  /** Highest short-term loudness. */
  shortTerm: levels,
  /** Highest sample magnitude, linear; over 1 in floats that go over full scale. */
  peaks: z.array(z.number()).max(COLUMNS),
  /** The segments that lie in the file, and the loudness of each alone. Seconds, LUFS. */
  parts: z.array(
    z.object({
      title: z.string(),
      start: z.number(),
      end: z.number(),
      intensity: z.string().nullable(),
      lufs: z.number().nullable(),
    }),
  ),
});
export type FileCurves = z.infer<typeof fileCurves>;

/** Half a window of momentary and of short-term loudness: each is drawn over its middle. Blocks. */
const HALF_MOMENTARY = 2;
const HALF_SHORT_TERM = 15;

/** The curves of a checked file; null where it holds nothing. `frames`: its length. */
export const curvesOf = (
  { energies, peaks }: Pick<CheckResult, 'energies' | 'peaks'>,
  frames: number,
  segments: readonly Segment[],
): FileCurves | null => {
  if (peaks.length === 0) return null;
  const count = Math.min(COLUMNS, peaks.length);
  const columns = Array.from({ length: count }, (_, c) => ({
    from: Math.floor((c * peaks.length) / count),
    to: Math.floor(((c + 1) * peaks.length) / count),
  }));
  const moments = momentary(energies);
  const short = shortTerm(energies);
  const of = (values: Float64Array, half: number, pick: (...values: number[]) => number): (number | null)[] =>
    columns.map(({ from, to }) => {
      const there = values.subarray(Math.max(0, from - half), Math.max(0, to - half));
      return there.length === 0 ? null : rounded(Math.max(FLOOR, pick(...there)), 1);
    });
  const seconds = frames / ENGINE_RATE;
  return {
    seconds,
    low: of(moments, HALF_MOMENTARY, Math.min),
    high: of(moments, HALF_MOMENTARY, Math.max),
    shortTerm: of(short, HALF_SHORT_TERM, Math.max),
    peaks: columns.map(({ from, to }) => rounded(Math.max(...peaks.subarray(from, to)), 3)),
    parts: segments
      .filter(({ start }) => start < seconds)
      .map(({ title, start, duration, intensity }) => {
        const end = Math.min(seconds, start + duration);
        return { title, start, end, intensity, lufs: loudnessBetween(energies, start, end) };
      }),
  };
};

const BLOCKS_PER_SECOND = ENGINE_RATE / BLOCK_FRAMES;

/** Null: silence, or too short to have a loudness. */
const loudnessBetween = (energies: Float64Array, start: number, end: number): number | null => {
  const blocks = energies.subarray(Math.round(start * BLOCKS_PER_SECOND), Math.round(end * BLOCKS_PER_SECOND));
  const loudness = integratedLoudness(blocks);
  return Number.isFinite(loudness) ? rounded(loudness, 1) : null;
};

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));
