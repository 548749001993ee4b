import type { ExportOutline } from '../../../src/contract/index.ts';
import { countText, lengthText, percentText } from '../../ui/figures.ts';

/** The strip is drawn in these units, whatever its size on the screen. */
export const [WIDTH, HEIGHT] = [1000, 100];
/** Loudness that is drawn at the bottom and at the top, LUFS. */
const [QUIET, LOUD] = [-40, -5];

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** The outline of a sound around its middle, as an SVG path. `peaks`: linear, of equal columns. */
export const outlinePath = (peaks: readonly number[]): string => {
  if (peaks.length === 0) return '';
  const middle = HEIGHT / 2;
  const points = peaks.map((peak, i) => ({
    x: rounded((WIDTH * (i + 0.5)) / peaks.length),
    half: rounded(Math.max(0.5, Math.min(1, peak) * (middle - 2))),
  }));
  const upper = points.map(({ x, half }) => `${x} ${rounded(middle - half)}`);
  const lower = points.toReversed().map(({ x, half }) => `${x} ${rounded(middle + half)}`);
  return `M0 ${middle}L${[...upper, `${WIDTH} ${middle}`, ...lower].join('L')}Z`;
};

/** Short-term loudness as an SVG path with gaps where there is none. */
export const loudnessPath = (levels: readonly (number | null)[]): string => {
  let pen = 'M';
  let path = '';
  for (const [i, level] of levels.entries()) {
    if (level === null) {
      pen = 'M';
      continue;
    }
    const share = (Math.min(LOUD, Math.max(QUIET, level)) - QUIET) / (LOUD - QUIET);
    path += `${pen}${rounded((WIDTH * (i + 0.5)) / levels.length)} ${rounded(HEIGHT - share * HEIGHT)}`;
    pen = 'L';
  }
  return path;
};

/** Stretches as the strip draws them; each wide enough to be seen. */
export const stretches = (
  spans: NonNullable<ExportOutline['encoded']>,
  seconds: number,
): { x: number; width: number }[] =>
  spans.map(({ start, end }) => ({
    x: rounded((WIDTH * start) / seconds),
    width: rounded(Math.max(1.5, (WIDTH * (end - start)) / seconds)),
  }));

/** Share of a file that other files had already, 0..1; null: unknown. */
export const sharedOf = (encodedSeconds: number | null, seconds: number): number | null =>
  encodedSeconds === null || seconds <= 0 ? null : Math.min(1, Math.max(0, 1 - encodedSeconds / seconds));

/** What was shared, in words. A whole per cent is said only where it is whole. */
export const sharedText = (shared: number): string =>
  shared === 0
    ? 'nothing shared'
    : shared === 1
      ? 'all shared'
      : `${percentText(Math.min(0.99, Math.max(0.01, shared)))} shared`;

export const encodedText = (spans: NonNullable<ExportOutline['encoded']>, seconds: number): string => {
  if (spans.length === 0) return 'nothing encoded';
  const [first] = spans;
  if (spans.length === 1 && first.start === 0 && first.end >= seconds - 0.1) return 'encoded whole';
  return `${countText(spans.length, 'stretch', 'stretches')} encoded`;
};

/** Where a stretch lies, in words: `0:10.2 to 0:12.0`. */
export const spanText = ({ start, end }: { readonly start: number; readonly end: number }): string =>
  `${lengthText(start, { tenths: true })} to ${lengthText(end, { tenths: true })}`;

/** What lies at a moment, in words: `2:14 · encoded for this file`. */
export const momentText = (at: number, spans: ExportOutline['encoded']): string => {
  if (spans === null) return lengthText(at);
  const encoded = spans.some(({ start, end }) => at >= start && at < end);
  return `${lengthText(at)} · ${encoded ? 'encoded for this file' : 'shared with another'}`;
};
