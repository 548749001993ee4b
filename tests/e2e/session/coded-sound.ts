import { writeWav } from '../../integration/media/sound-files.ts';

/** Loudest sample of a coded sound: seven of them together stay under any ceiling. */
const LOUDEST = 0.1;

/**
 * The 16-bit sample of a coded sound: noise in which every sample says which sound, frame and side it is of, as no other
 * place anywhere has the same neighbourhood. `side`: 0 left, 1 right.
 */
export const codedSample = (sound: number, frame: number, side: number): number => {
  let h = Math.imul(sound + 1, 0x9e37_79b1) ^ Math.imul(frame * 2 + side + 1, 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 16), 0x7feb_352d);
  h = Math.imul(h ^ (h >>> 15), 0x846c_a68b);
  h ^= h >>> 16;
  return Math.round(((h >>> 0) / 0xffff_ffff - 0.5) * 2 * LOUDEST * 32_767);
};

/** Writes a coded sound as a 16-bit stereo WAV at 48 kHz. */
export const writeCoded = (path: string, sound: number, frames: number): void => {
  const data = Buffer.alloc(frames * 4);
  for (let n = 0; n < frames; n++) {
    data.writeInt16LE(codedSample(sound, n, 0), n * 4);
    data.writeInt16LE(codedSample(sound, n, 1), n * 4 + 2);
  }
  writeWav(path, data);
};
