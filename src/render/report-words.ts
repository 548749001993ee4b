/** Text inside HTML, and inside its attributes. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A number with so many decimals and a true minus; a dash where there is none. */
export const figure = (value: number | null, decimals = 1): string => {
  if (value === null || !Number.isFinite(value)) return '–';
  const text = value.toFixed(decimals);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text.replace('-', '−');
};

/** Seconds as m:ss or h:mm:ss, with so many decimals. */
export const clock = (seconds: number, decimals = 0): string => {
  const unit = 10 ** decimals;
  const total = Math.round(seconds * unit);
  const whole = Math.floor(total / unit);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const minutes = h > 0 ? `${h}:${String(m).padStart(2, '0')}` : String(m);
  const rest = decimals > 0 ? `.${String(total % unit).padStart(decimals, '0')}` : '';
  return `${minutes}:${String(s).padStart(2, '0')}${rest}`;
};

export const size = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** `1 file`, `2 files`. */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
