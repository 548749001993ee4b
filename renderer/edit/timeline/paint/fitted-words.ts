const ELLIPSIS = '…';
/** Texts are measured once for each font; so many are remembered. */
const REMEMBERED = 4000;
const widths = new Map<string, number>();

const widthOf = (context: CanvasRenderingContext2D, text: string): number => {
  const key = `${context.font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const { width } = context.measureText(text);
  if (widths.size >= REMEMBERED) widths.clear();
  widths.set(key, width);
  return width;
};

/** Forgets what was measured: a font has come that was not there. */
export const forgetWidths = (): void => widths.clear();

/** The width of a text in the context's font, CSS pixels. */
export const measured = widthOf;

/** The text, cut with an ellipsis where it is wider than `room` CSS pixels; empty where not even a letter fits. */
export const fitted = (context: CanvasRenderingContext2D, text: string, room: number): string => {
  const whole = widthOf(context, text);
  if (whole <= room) return text;
  if (room < widthOf(context, `m${ELLIPSIS}`)) return '';
  let count = Math.min(text.length - 1, Math.floor((text.length * room) / whole));
  const cut = (): string => text.slice(0, count).trimEnd() + ELLIPSIS;
  while (count > 1 && widthOf(context, cut()) > room) count--;
  return cut();
};
