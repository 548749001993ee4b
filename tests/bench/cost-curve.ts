/** What a variant cost: coached seconds that were encoded for it, and seconds that it took. */
export interface Cost {
  readonly coached: number;
  readonly seconds: number;
}

/** The straight line nearest to some costs. `fit`: share of their spread that it explains, 0..1. */
export interface Line {
  /** Seconds that a variant costs without a coached second. */
  readonly fixed: number;
  /** Seconds for each coached second. */
  readonly each: number;
  readonly fit: number;
}

/** Least squares. At least two costs, not all of one length. */
export const lineThrough = (costs: readonly Cost[]): Line => {
  const mean = (of: (cost: Cost) => number): number => costs.reduce((sum, cost) => sum + of(cost), 0) / costs.length;
  const [x, y] = [mean(({ coached }) => coached), mean(({ seconds }) => seconds)];
  const spread = mean(({ coached }) => (coached - x) ** 2);
  const each = mean(({ coached, seconds }) => (coached - x) * (seconds - y)) / spread;
  const fixed = y - each * x;
  const left = mean(({ coached, seconds }) => (seconds - fixed - each * coached) ** 2);
  const all = mean(({ seconds }) => (seconds - y) ** 2);
  return { fixed, each, fit: all > 0 ? 1 - left / all : 1 };
};

const WIDTH = 640;
const HEIGHT = 360;
const EDGE = 56;

/** A picture of costs and the line through them: SVG that opens anywhere. */
export const costChart = (costs: readonly Cost[], line: Line, title: string): string => {
  const right = roundUp(Math.max(...costs.map(({ coached }) => coached)));
  const top = roundUp(Math.max(...costs.map(({ seconds }) => seconds)));
  const x = (coached: number): string => (EDGE + ((WIDTH - 2 * EDGE) * coached) / right).toFixed(1);
  const y = (seconds: number): string => (HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * seconds) / top).toFixed(1);
  const steps = [0, 0.25, 0.5, 0.75, 1];
  const said = `${line.fixed.toFixed(2)} s + ${(1000 * line.each).toFixed(1)} ms for each coached second, r² ${line.fit.toFixed(3)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${EDGE}" y="24" font-size="15">${title}</text>`,
    `<text x="${EDGE}" y="42" fill="#555">${said}</text>`,
    ...steps.flatMap((step) => [
      `<path d="M${EDGE} ${y(step * top)}H${WIDTH - EDGE}" stroke="#ddd"/>`,
      `<text x="${EDGE - 8}" y="${y(step * top)}" text-anchor="end" dy="4">${(step * top).toFixed(1)} s</text>`,
      `<text x="${x(step * right)}" y="${HEIGHT - EDGE + 18}" text-anchor="middle">${(step * right).toFixed(0)} s</text>`,
    ]),
    `<text x="${WIDTH / 2}" y="${HEIGHT - 14}" text-anchor="middle">coached seconds that were encoded</text>`,
    `<path d="M${x(0)} ${y(Math.max(0, line.fixed))}L${x(right)} ${y(Math.min(top, line.fixed + line.each * right))}" stroke="#888" stroke-dasharray="4 4"/>`,
    ...costs.map(({ coached, seconds }) => `<circle cx="${x(coached)}" cy="${y(seconds)}" r="4" fill="#0a6"/>`),
    '</svg>',
    '',
  ].join('\n');
};

/** The next of 1, 2, 4, 5, 8 times a power of ten. */
const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return power * ([1, 2, 4, 5, 8, 10].find((step) => step * power >= value) ?? 10);
};
