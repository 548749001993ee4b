/** A time on the workout, `19:04.3` or with three digits `19:04.318`; from an hour on `1:02:10.0`. */
export const timeText = (seconds: number, digits: 1 | 3 = 1): string => {
  const unit = 10 ** digits;
  const units = Math.floor(Math.max(0, seconds) * unit + 1e-6);
  const whole = Math.floor(units / unit);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = `${String(whole % 60).padStart(2, '0')}.${String(units % unit).padStart(digits, '0')}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
};

/** Seconds of a time as a person types it: `19:04.3`, `1:02:10`, `64.5`; null: it is none. */
export const parseTime = (typed: string): number | null => {
  const match = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}(?:[.,]\d{1,6})?)$/.exec(typed.trim());
  if (!match) return null;
  const [, hours, minutes, rest] = match;
  const seconds = Number(rest!.replace(',', '.'));
  if (minutes !== undefined && seconds >= 60) return null;
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + seconds;
};

/** How long something takes, in words: `8 min 41 s`, `12 s`, `1 h 5 min`. */
export const durationText = (seconds: number): string => {
  const all = Math.round(seconds);
  if (all < 60) return `${all} s`;
  if (all < 3600) return `${Math.floor(all / 60)} min ${all % 60} s`;
  return `${Math.floor(all / 3600)} h ${Math.floor(all / 60) % 60} min`;
};

/** A time of day with seconds: `10:42:07`. */
export const savedText = (milliseconds: number): string =>
  new Date(milliseconds).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
