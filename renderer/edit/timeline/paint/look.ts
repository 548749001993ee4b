/** The colours and type of the theme, read once from the tokens and kept until the theme changes. */
export interface Look {
  readonly bg0: Colour;
  readonly bg1: Colour;
  readonly bg2: Colour;
  readonly bg3: Colour;
  readonly line: Colour;
  readonly line2: Colour;
  readonly t1: Colour;
  readonly t2: Colour;
  readonly t3: Colour;
  readonly music: Colour;
  readonly voice: Colour;
  readonly duck: Colour;
  readonly select: Colour;
  readonly warn: Colour;
  readonly error: Colour;
  /** By level: low, medium, high, max. */
  readonly intensity: readonly [Colour, Colour, Colour, Colour];
  readonly isLight: boolean;
  readonly sans: string;
  readonly mono: string;
}

/** Red, green and blue, 0..255. */
export type Colour = readonly [number, number, number];

const TOKENS = {
  ...{ bg0: '--bg0', bg1: '--bg1', bg2: '--bg2', bg3: '--bg3', line: '--line', line2: '--line2' },
  ...{ t1: '--t1', t2: '--t2', t3: '--t3', music: '--music', voice: '--voice', duck: '--duck' },
  ...{ select: '--select', warn: '--warn', error: '--error' },
} as const;

export const readLook = (element: Element): Look => {
  const style = getComputedStyle(element);
  const token = (name: string): Colour => parseColour(style.getPropertyValue(name));
  const entries = Object.entries(TOKENS).map(([name, property]) => [name, token(property)] as const);
  return {
    ...(Object.fromEntries(entries) as Record<keyof typeof TOKENS, Colour>),
    intensity: [token('--low'), token('--medium'), token('--high'), token('--max')],
    isLight: style.colorScheme.includes('light'),
    sans: style.getPropertyValue('--sans').trim() || 'sans-serif',
    mono: style.getPropertyValue('--mono').trim() || 'monospace',
  };
};

/** `#rgb` or `#rrggbb`, as the tokens are written; anything else is grey. */
export const parseColour = (text: string): Colour => {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (!hex) return [128, 128, 128];
  const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
  return digits.map((pair) => Number.parseInt(pair, 16)) as unknown as Colour;
};

/** `share` of `over` on `under`: 0 is `under`, 1 is `over`. */
export const mixed = (under: Colour, over: Colour, share: number): Colour => [
  under[0] + (over[0] - under[0]) * share,
  under[1] + (over[1] - under[1]) * share,
  under[2] + (over[2] - under[2]) * share,
];

export const css = ([red, green, blue]: Colour, alpha = 1): string =>
  alpha >= 1
    ? `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`
    : `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)} / ${alpha})`;

/** As a pixel of ImageData seen through a Uint32Array: every machine that runs this is little-endian. */
export const pixelOf = ([red, green, blue]: Colour): number =>
  ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
