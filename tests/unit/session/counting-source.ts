import type { OpenSource } from '../../../src/session/index.ts';

/** Sources whose every sample is the number of its frame, both channels alike; `lengthOf` a file null: it cannot be read. */
export const countingSource = (lengthOf: (file: string) => number | null): { open: OpenSource; opened(): number } => {
  let opened = 0;
  const open: OpenSource = (file, from) => {
    const length = lengthOf(file);
    let at: number = from;
    let isOpen = true;
    opened += 1;
    return {
      async next(most) {
        if (length === null) throw new Error(`${file} cannot be read`);
        const piece = new Float32Array(2 * Math.max(0, Math.min(most, 4096, length - at)));
        for (let i = 0; i < piece.length; i += 1) piece[i] = at + (i >> 1);
        at += piece.length / 2;
        return piece.length === 0 ? null : piece;
      },
      async close() {
        if (isOpen) opened -= 1;
        isOpen = false;
      },
    };
  };
  return { open, opened: () => opened };
};
