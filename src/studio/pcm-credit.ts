/** Frames that may still be sent. Whoever sends waits for some; nobody ever sends more than was granted. */
export interface PcmCredit {
  grant(frames: number): void;
  /** Resolves with the frames that may be sent, at least 1, once there are any. */
  some(): Promise<number>;
  spend(frames: number): void;
  /** Lets go of who waits: `some` resolves with 0 from now on. */
  close(): void;
}

/** `most`: unspent credit never grows over it, whatever is granted. Frames. */
export const createPcmCredit = (most: number): PcmCredit => {
  let left = 0;
  let closed = false;
  let wake: (() => void) | null = null;
  const tell = (): void => {
    wake?.();
    wake = null;
  };
  return {
    grant(frames) {
      left = Math.min(most, left + frames);
      tell();
    },
    async some() {
      while (left === 0 && !closed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return closed ? 0 : left;
    },
    spend(frames) {
      left -= frames;
    },
    close() {
      closed = true;
      tell();
    },
  };
};
