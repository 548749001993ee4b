import type { BeatGrid } from '../../../../src/model/index.ts';
import { beatOfFrame, ENGINE_RATE, frameOfBeat, frames, type TrackSpan } from '../../../../src/model/index.ts';

/** Steps between labels, seconds, with the ticks that each is divided by. */
const STEPS: readonly (readonly [seconds: number, parts: number])[] = [
  ...([0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] as const).map(
    (seconds) => [seconds, String(seconds).includes('2') ? 4 : 5] as const,
  ),
  ...[[1, 5] as const, [2, 4] as const, [5, 5] as const, [10, 5] as const, [15, 3] as const, [30, 6] as const],
  ...[
    [60, 6] as const,
    [120, 4] as const,
    [300, 5] as const,
    [600, 5] as const,
    [1800, 6] as const,
    [3600, 6] as const,
  ],
];

export interface TimeStep {
  /** Between labels. */
  readonly seconds: number;
  /** Between ticks. */
  readonly tick: number;
  /** Digits after the point that a label needs. */
  readonly digits: number;
}

/** The closest labels that are at least `room` CSS pixels apart. */
export const timeStep = (framesPerPixel: number, room: number): TimeStep => {
  const least = (room * framesPerPixel) / ENGINE_RATE;
  const [seconds, parts] = STEPS.find(([step]) => step >= least) ?? STEPS.at(-1)!;
  const digits = seconds >= 1 ? 0 : Math.ceil(-Math.log10(seconds) - 1e-9);
  return { seconds, tick: seconds / parts, digits };
};

/** A time as the ruler says it: `19:00`, `19:00.25`, `1:02:10`. */
export const rulerText = (seconds: number, digits: number): string => {
  const unit = 10 ** digits;
  const units = Math.round(seconds * unit);
  const whole = Math.floor(units / unit);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, '0');
  const fraction = digits > 0 ? `.${String(units % unit).padStart(digits, '0')}` : '';
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}${fraction}`
    : `${minutes}:${rest}${fraction}`;
};

export interface BeatLine {
  readonly frame: number;
  readonly kind: 'bar' | 'beat';
  /** Bar of the file, from 1. */
  readonly bar: number;
}

/** What of a track's file is played, and where. */
export type Played = Pick<TrackSpan, 'at' | 'from' | 'length'>;

/** Beats closer than this are not drawn, nor bars. CSS pixels. */
const BEATS_APART = 9;
const BARS_APART = 7;

/** How many bars begin before the file does: bars are counted from the first that begins in it. */
const barsBefore = (grid: BeatGrid): number => Math.floor((grid.firstBeat * grid.bpm) / 60 / grid.beatsPerBar);

/** Lines at every `step`th beat of a track between two frames of the workout. */
const linesAt = (
  span: Played,
  grid: BeatGrid,
  { start, end }: { start: number; end: number },
  step: number,
  offset: number,
): BeatLine[] => {
  const [from, to] = [Math.max(start, span.at), Math.min(end, span.at + span.length)];
  const first = Math.ceil((beatOfFrame(span, grid, from) - offset - 1e-6) / step) * step + offset;
  const lines: BeatLine[] = [];
  for (let beat = first; ; beat += step) {
    const frame = frameOfBeat(span, grid, beat);
    if (frame >= to) return lines;
    const bar = Math.floor(beat / grid.beatsPerBar);
    lines.push({ frame, kind: beat === bar * grid.beatsPerBar ? 'bar' : 'beat', bar: bar + barsBefore(grid) + 1 });
  }
};

/** Where a track's beats count: of two tracks that cross, the later one's do. */
export const untilNext = (span: TrackSpan, next: { readonly start: number } | undefined): Played => ({
  ...{ at: span.at, from: span.from },
  length: frames(Math.min(span.length, (next?.start ?? Number.POSITIVE_INFINITY) - span.at)),
});

/** Beats and bars of a track between two frames of the workout, as far as there is room for them. */
export const beatLines = (
  span: Played,
  grid: BeatGrid,
  seen: { start: number; end: number },
  framesPerPixel: number,
): BeatLine[] => {
  const beatPixels = (60 * ENGINE_RATE) / grid.bpm / framesPerPixel;
  if (beatPixels * grid.beatsPerBar < BARS_APART) return [];
  return linesAt(span, grid, seen, beatPixels >= BEATS_APART ? 1 : grid.beatsPerBar, 0);
};

/** Every `every`th bar of a track between two frames of the workout: bars 1, 1 + every, … of its file. */
export const numberedBars = (
  span: Played,
  grid: BeatGrid,
  seen: { start: number; end: number },
  every: number,
): BeatLine[] => linesAt(span, grid, seen, every * grid.beatsPerBar, -barsBefore(grid) * grid.beatsPerBar);

/** How many bars lie between two bar numbers that have `room` CSS pixels each: 1, 2, 4, 8, … */
export const barStep = (grid: BeatGrid, framesPerPixel: number, room: number): number => {
  const barPixels = (grid.beatsPerBar * 60 * ENGINE_RATE) / grid.bpm / framesPerPixel;
  return 2 ** Math.max(0, Math.ceil(Math.log2(room / barPixels)));
};
