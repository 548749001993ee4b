/** A generator of numbers in [0, 1): mulberry32. The same seed gives the same run on every machine. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** White noise in [-1, 1) from a seed. */
export const noiseFrom = (seed: number): (() => number) => {
  const random = randomFrom(seed);
  return () => random() * 2 - 1;
};

/** One 32-bit seed from several numbers or words, so that every event has noise of its own (FNV-1a). */
export const seedOf = (...parts: readonly (number | string)[]): number => {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = `${part};`;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
};
