/** Bytes per frame of `mp3Of`: 192 kbit/s at 48 kHz. */
export const FRAME_LENGTH = 576;

/**
 * Frames of 192 kbit/s, 48 kHz, joint stereo, without reservoir. Each is filled with its mark, so that frames with the
 * same mark are equal.
 */
export const mp3Of = (marks: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(marks.length * FRAME_LENGTH);
  marks.forEach((mark, i) => {
    bytes.fill(mark, i * FRAME_LENGTH, (i + 1) * FRAME_LENGTH);
    bytes.set([0xff, 0xfb, 0xb4, 0x40, 0, 0], i * FRAME_LENGTH);
  });
  return bytes;
};

/** Whole numbers [from, to): marks for frames that differ, from 1 to 255 and round again. */
export const marks = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => ((from + i) % 255) + 1);
