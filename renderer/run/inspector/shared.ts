/** What several things have in common: the value that all share, or null where they differ. */
export const sharedOf = <Thing, Value>(things: readonly Thing[], get: (thing: Thing) => Value): Value | null => {
  const [first, ...rest] = things;
  if (first === undefined) return null;
  const value = get(first);
  return rest.every((thing) => get(thing) === value) ? value : null;
};

/** Frames as seconds that a person types: `4`, `0.25`; at most three digits. */
export const secondsText = (frames: number): string => String(Math.round(frames / 48) / 1000);

/** Whole milliseconds of seconds. */
export const toMs = (seconds: number): number => Math.round(seconds * 1000);
