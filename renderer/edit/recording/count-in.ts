/** When a recording begins, in frames of what the microphone has heard. */
export interface CountIn {
  /** Where the cue's place lies: beat 0 of what is counted to. */
  readonly start: number;
  /** Frames of one count. */
  readonly beat: number;
  /** How many are counted. */
  readonly beats: number;
}

/** Counts that are still to come before the start at a frame: 4, 3, 2, 1; 0 from the start on. */
export const countsLeft = ({ start, beat, beats }: CountIn, now: number): number =>
  Math.max(0, Math.min(beats, Math.ceil((start - now) / beat)));

/** Beats that are counted where a grid is known; a second each, three of them, where none is. */
export const countsOf = (bpm: number | null, rate: number): { readonly beat: number; readonly beats: number } =>
  bpm === null ? { beat: rate, beats: 3 } : { beat: Math.round((60 / bpm) * rate), beats: 4 };

/** The middle one of numbers; the mean of the two in the middle. Of none: null. */
export const median = (numbers: readonly number[]): number | null => {
  if (numbers.length === 0) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/** Cuts [from, to) out of sound that came in chunks of interleaved stereo; frame 0 is the first of the first chunk. */
export const cutOut = (chunks: readonly Float32Array[], from: number, to: number): Float32Array => {
  const out = new Float32Array(Math.max(0, to - from) * 2);
  let at = 0;
  for (const chunk of chunks) {
    const length = chunk.length / 2;
    const [first, last] = [Math.max(from, at), Math.min(to, at + length)];
    if (first < last) out.set(chunk.subarray((first - at) * 2, (last - at) * 2), (first - from) * 2);
    at += length;
  }
  return out;
};
