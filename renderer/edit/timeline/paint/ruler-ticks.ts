import { barOfBeat, beatOfFrame, ENGINE_RATE, frameOfBeat, type GridRegion } from '../../../../src/model/index.ts';

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
  /** Bar of the workout, from 1; 0: before the first. */
  readonly bar: number;
}

/** Beats closer than this are not drawn, nor bars. CSS pixels. */
const BEATS_APART = 9;
const BARS_APART = 7;

/** Lines at every `step`th beat of a region, one of which is `origin`, between two frames of the workout. */
const linesAt = (
  region: GridRegion,
  { start, end }: { start: number; end: number },
  step: number,
  origin: number,
): BeatLine[] => {
  const { span, grid } = region;
  const from = beatOfFrame(span, grid, Math.max(start, region.start));
  const first = origin + Math.ceil((from - origin - 1e-6) / step) * step;
  const lines: BeatLine[] = [];
  for (let beat = first; beat <= region.lastBeat; beat += step) {
    const frame = frameOfBeat(span, grid, beat);
    if (frame > end) break;
    const { bar, beat: inBar } = barOfBeat(region, beat);
    if (beat >= region.firstBeat) lines.push({ frame, kind: inBar === 1 ? 'bar' : 'beat', bar });
  }
  return lines;
};

/** Beats and bars of a region between two frames of the workout, as far as there is room for them. */
export const beatLines = (
  region: GridRegion,
  seen: { start: number; end: number },
  framesPerPixel: number,
): BeatLine[] => {
  const { bpm, beatsPerBar } = region.grid;
  const beatPixels = (60 * ENGINE_RATE) / bpm / framesPerPixel;
  if (beatPixels * beatsPerBar < BARS_APART) return [];
  return linesAt(region, seen, beatPixels >= BEATS_APART ? 1 : beatsPerBar, region.firstBar);
};

/** Every `every`th bar of a region between two frames of the workout: bars 1, 1 + every, … of the workout. */
export const numberedBars = (region: GridRegion, seen: { start: number; end: number }, every: number): BeatLine[] => {
  const { grid, firstBar, barsBefore } = region;
  const next = (every - (barsBefore % every)) % every;
  return linesAt(region, seen, every * grid.beatsPerBar, firstBar + next * grid.beatsPerBar);
};

/** How many bars lie between two bar numbers that have `room` CSS pixels each: 1, 2, 4, 8, … */
export const barStep = ({ grid }: Pick<GridRegion, 'grid'>, framesPerPixel: number, room: number): number => {
  const barPixels = (grid.beatsPerBar * 60 * ENGINE_RATE) / grid.bpm / framesPerPixel;
  return 2 ** Math.max(0, Math.ceil(Math.log2(room / barPixels)));
};
