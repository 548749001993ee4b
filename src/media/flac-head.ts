import type { FileHandle } from 'node:fs/promises';
import { CueforgeError } from '../model/index.ts';

/** What the head of a FLAC says of its sound (RFC 9639, STREAMINFO). */
export interface FlacInfo {
  /** Samples per channel. */
  readonly samples: number;
  /** Bytes of its shortest and its longest frame. */
  readonly least: number;
  readonly most: number;
  /** MD5 of its samples as they are before they are coded. 16 bytes. */
  readonly md5: Uint8Array;
}

const read = async (file: FileHandle, at: number, length: number): Promise<Buffer> => {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  if (bytesRead < length) throw new CueforgeError('media-damaged', 'The head of a FLAC is not whole');
  return bytes;
};

/** Where the first frame of a FLAC begins. Bytes. */
export const flacFramesAt = async (file: FileHandle): Promise<number> => {
  for (let at = 4, last = false; ; ) {
    if (last) return at;
    const head = await read(file, at, 4);
    last = (head[0] & 0x80) !== 0;
    at += 4 + head.readUIntBE(1, 3);
  }
};

/** Where STREAMINFO, always the first, has its shortest frame, and how many samples there are. Bytes. */
const FRAMES_AT = 12;
const SAMPLES_AT = 21;

/** Writes into a FLAC's head what its sound is; rate, channels and bits stay. */
export const writeFlacInfo = async (file: FileHandle, { samples, least, most, md5 }: FlacInfo): Promise<void> => {
  const frames = Buffer.alloc(6);
  frames.writeUIntBE(least, 0, 3);
  frames.writeUIntBE(most, 3, 3);
  await file.write(frames, 0, 6, FRAMES_AT);
  const tail = Buffer.alloc(5 + md5.length);
  const [kept] = await read(file, SAMPLES_AT, 1);
  tail[0] = (kept & 0xf0) | Math.floor(samples / 2 ** 32);
  tail.writeUInt32BE(samples % 2 ** 32, 1);
  tail.set(md5, 5);
  await file.write(tail, 0, tail.length, SAMPLES_AT);
};

/** A FLAC's head with nothing but what its samples are, as a decoder needs it before frames. */
export const bareFlacHead = async (file: FileHandle): Promise<Buffer> => {
  const head = await read(file, 0, 42);
  head[4] |= 0x80;
  return head;
};
