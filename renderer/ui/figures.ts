/** Figures as the page shows them: a true minus, groups of three, no more digits than an ear can use. */

/** Seconds as `45:00`, `1:02:10`; with `tenths`, `0:03.6`. */
export const lengthText = (seconds: number, { tenths = false } = {}): string => {
  const units = tenths ? Math.round(seconds * 10) : Math.round(seconds) * 10;
  const [hours, minutes, rest] = [Math.floor(units / 36_000), Math.floor(units / 600) % 60, units % 600];
  const last = (tenths ? (rest / 10).toFixed(1) : String(rest / 10)).padStart(tenths ? 4 : 2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${last}` : `${minutes}:${last}`;
};

/** Time left, in words: `2 s left`, `4 min left`, `1 h 20 min left`. */
export const leftText = (seconds: number): string => {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
};

/** A level with one digit: `−14.0`, `+0.4`, `0.0`. `digits` after the point. Null: `–`. */
export const levelText = (level: number | null, { digits = 1, signed = false } = {}): string => {
  if (level === null) return '–';
  const shown = Math.abs(level).toFixed(digits);
  const sign = Number(shown) === 0 ? '' : level < 0 ? '−' : signed ? '+' : '';
  return sign + shown;
};

/** Bytes as `108 MB`, `1.2 GB`, `41 GB`. */
export const bytesText = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** step;
  return `${step > 1 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[step]}`;
};

/** `62 %`. */
export const percentText = (fraction: number): string => `${Math.floor(fraction * 100)} %`;

/** `1 cue`, `62 cues`; `no cues` for 0. */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  count === 0 ? `no ${many}` : `${count.toLocaleString('en').replaceAll(',', ' ')} ${count === 1 ? one : many}`;

/** The last part of a path, on any system. */
export const fileName = (path: string): string => path.split(/[\\/]/).pop() || path;

/** A time of day: `10:42`. */
export const clockText = (milliseconds: number): string =>
  new Date(milliseconds).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });

/** A number as people write it: a true minus, at most `digits` after the point, no zeros at its end. */
export const plainNumber = (value: number, digits = 1): string =>
  String(Number(value.toFixed(digits))).replace('-', '−');
