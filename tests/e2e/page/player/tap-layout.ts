/** Int32 words of the memory that a tap fills. Then come runs, RUN_WORDS words each. */
export const TAP = { frames: 0, runs: 1, first: 8 } as const;
/** A run: its first frame of the source, its length, the frames between it and the run before, those of them that were no silence. */
export const RUN_WORDS = 4;
export const RUNS_MOST = 4_000;
/** Frames in a row that make a run: fewer may be a coincidence within a fade. */
export const RUN_LEAST = 16;

/** A frame's number as the two 16-bit samples of that frame, never 0: 14 bits each. */
export const leftOf = (frame: number): number => (frame & 0x3fff) + 1;
export const rightOf = (frame: number): number => (frame >> 14) + 1;
