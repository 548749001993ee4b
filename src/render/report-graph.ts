import type { FileCurves } from './report-curves.ts';
import { clock, escaped, figure } from './report-words.ts';

/** Units of the drawings; about a pixel on a screen. */
const WIDTH = 960;
const LEFT = 36;
const RIGHT = WIDTH - 4;
const PLOT = RIGHT - LEFT;
const AXIS = 20;

const n = (value: number): string => String(Number(value.toFixed(1)));

const place = (seconds: number, of: FileCurves): number => LEFT + (seconds / of.seconds) * PLOT;
const columnAt = (column: number, count: number): number => LEFT + ((column + 0.5) / count) * PLOT;

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
/** Times under a drawing are this far apart at least. */
const TIME_WIDTH = 70;

const timeAxis = (curves: FileCurves, top: number, bottom: number): string => {
  const most = PLOT / TIME_WIDTH;
  const step = STEPS.find((each) => curves.seconds / each <= most) ?? STEPS[STEPS.length - 1];
  const marks: string[] = [];
  for (let at = 0; at <= curves.seconds; at += step) {
    const x = n(place(at, curves));
    const anchor = at === 0 ? 'start' : RIGHT - place(at, curves) < 16 ? 'end' : 'middle';
    marks.push(`<path class="grid" d="M${x} ${top}V${bottom}"/>`);
    marks.push(`<text class="axis" x="${x}" y="${bottom + 15}" text-anchor="${anchor}">${clock(at)}</text>`);
  }
  return marks.join('');
};

const drawing = (height: number, label: string, content: string): string =>
  `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(label)}">${content}</svg>`;

/** Runs of columns that have a level, as points. */
const runs = (levels: readonly (number | null)[]): { column: number; level: number }[][] => {
  const found: { column: number; level: number }[][] = [];
  let open: { column: number; level: number }[] | null = null;
  for (const [column, level] of levels.entries()) {
    if (level === null) open = null;
    else if (open) open.push({ column, level });
    else {
      open = [{ column, level }];
      found.push(open);
    }
  }
  return found;
};

/** What a loudness graph is drawn against. LUFS; null: there is none. */
export interface LoudnessLines {
  readonly target: number | null;
  readonly integrated: number | null;
}

const GRAPH = 176;
/** How far the scale reaches: over the middle and under it. LU. */
const ABOVE = 9;
const BELOW = 27;
const GRID = 6;

/** Momentary loudness as a band, short-term as a line, target and integrated across. */
export const loudnessGraph = (curves: FileCurves, { target, integrated }: LoudnessLines): string => {
  const middle = Math.round(target ?? integrated ?? -23);
  const highest = curves.high.reduce<number>((most, level) => Math.max(most, level ?? most), middle + ABOVE);
  const [top, bottom] = [Math.min(3, Math.ceil(highest)), middle - BELOW];
  const y = (level: number): number =>
    6 + ((top - Math.min(top, Math.max(bottom, level))) / (top - bottom)) * (GRAPH - 12);
  const count = curves.high.length;
  const points = (run: { column: number; level: number }[]): string =>
    run.map(({ column, level }) => `${n(columnAt(column, count))} ${n(y(level))}`).join('L');
  const band = runs(curves.high).map((run) => {
    const under = run.map(({ column }) => ({ column, level: curves.low[column] ?? bottom })).reverse();
    return `M${points(run)}L${points(under)}Z`;
  });
  const line = runs(curves.shortTerm).map((run) => `M${points(run)}`);
  const grid: string[] = [];
  for (let level = Math.floor(top / GRID) * GRID; level >= bottom; level -= GRID) {
    grid.push(`<path class="grid" d="M${LEFT} ${n(y(level))}H${RIGHT}"/>`);
    grid.push(`<text class="axis" x="${LEFT - 6}" y="${n(y(level) + 4)}" text-anchor="end">${figure(level, 0)}</text>`);
  }
  const across = (name: string, level: number | null): string =>
    level === null ? '' : `<path class="${name}" d="M${LEFT} ${n(y(level))}H${RIGHT}"/>`;
  const label = `Loudness over ${clock(curves.seconds)}: integrated ${figure(integrated)} LUFS${target === null ? '' : `, target ${figure(target)} LUFS`}`;
  return drawing(
    GRAPH + AXIS,
    label,
    [
      ...grid,
      timeAxis(curves, 6, GRAPH - 6),
      `<path class="momentary" d="${band.join('')}"/>`,
      `<path class="short" d="${line.join('')}"/>`,
      across('integrated', integrated),
      across('target', target),
    ].join(''),
  );
};

/** Where a cue speaks. Seconds. */
export interface CueMark {
  readonly start: number;
  readonly end: number;
}

const LANE = 20;
const WAVE_TOP = LANE + 6;
const WAVE = 100;
const CUES = 8;
/** Width of a letter of the segments' names. */
const LETTER = 6.3;

/** The waveform under its segments, with bars where cues speak. */
export const waveGraph = (curves: FileCurves, cues: readonly CueMark[]): string => {
  const middle = WAVE_TOP + WAVE / 2;
  const full = Math.max(1, ...curves.peaks);
  const count = curves.peaks.length;
  const over = curves.peaks.map((peak, c) => `${n(columnAt(c, count))} ${n(middle - (peak / full) * (WAVE / 2))}`);
  const under = curves.peaks
    .map((peak, c) => `${n(columnAt(c, count))} ${n(middle + (peak / full) * (WAVE / 2))}`)
    .reverse();
  const bottom = WAVE_TOP + WAVE + CUES + 4;
  const scale = full > 1 ? `<path class="full" d="M${LEFT} ${n(middle - WAVE / 2 / full)}H${RIGHT}"/>` : '';
  const label = `Waveform of ${clock(curves.seconds)} with ${curves.parts.length} segments and ${cues.length} cues`;
  return drawing(
    bottom + AXIS,
    label,
    [
      segments(curves),
      timeAxis(curves, WAVE_TOP, bottom),
      cueBars(curves, cues, 'speaks', WAVE_TOP, WAVE),
      `<path class="wave" d="M${over.join('L')}L${under.join('L')}Z"/>`,
      scale,
      cueBars(curves, cues, 'cue', bottom - CUES, CUES),
    ].join(''),
  );
};

const INTENSITIES = ['low', 'medium', 'high', 'max'];

/** Segments closer than this are drawn as the first of them, so that there are never more than can be told apart. */
const NARROWEST = 2;

const segments = (curves: FileCurves): string => {
  let drawn = Number.NEGATIVE_INFINITY;
  return curves.parts
    .map(({ title, start, end, intensity }) => {
      const [x, width] = [place(start, curves), place(end, curves) - place(start, curves)];
      if (x - drawn < NARROWEST) return '';
      drawn = x;
      const kind = intensity !== null && INTENSITIES.includes(intensity) ? intensity : 'plain';
      const letters = Math.floor((width - 10) / LETTER);
      const name = title.length <= letters ? title : letters > 3 ? `${title.slice(0, letters - 1)}…` : '';
      return (
        `<rect class="segment ${kind}" x="${n(x + 0.5)}" y="0" width="${n(Math.max(0.5, width - 1))}" height="${LANE}" rx="3">` +
        `<title>${escaped(title)}</title></rect>` +
        (name === '' ? '' : `<text class="name" x="${n(x + 6)}" y="14">${escaped(name)}</text>`)
      );
    })
    .join('');
};

/** One path for all cues; what would lie within a unit is one bar, so that it stays short. */
const cueBars = (curves: FileCurves, cues: readonly CueMark[], name: string, top: number, height: number): string => {
  const bars: { from: number; to: number }[] = [];
  for (const { start, end } of [...cues].sort((a, b) => a.start - b.start)) {
    const from = Math.round(place(start, curves));
    const to = Math.max(from + 2, Math.round(place(Math.min(end, curves.seconds), curves)));
    const last = bars.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else bars.push({ from, to });
  }
  if (bars.length === 0) return '';
  return `<path class="${name}" d="${bars.map(({ from, to }) => `M${from} ${top}H${to}V${top + height}H${from}Z`).join('')}"/>`;
};
