import { type FileHandle, open } from 'node:fs/promises';
import { CueforgeError } from '../model/index.ts';

/** As much as a head of ours may take: tags are cut far below. Bytes. */
const HEAD_MOST = 1 << 20;
const MOST = 0xffff_ffff;

interface Head {
  readonly bytes: Buffer;
  /** Where the samples begin. */
  readonly data: number;
  /** Where a `fact` chunk says how many samples there are; null: there is none. */
  readonly fact: number | null;
}

const readHead = async (file: FileHandle): Promise<Head> => {
  const bytes = Buffer.alloc(HEAD_MOST);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  let fact: number | null = null;
  for (let at = 12; at + 8 <= bytesRead; ) {
    const name = bytes.toString('latin1', at, at + 4);
    if (name === 'data') return { bytes, data: at + 8, fact };
    if (name === 'fact') fact = at + 8;
    const length = bytes.readUInt32LE(at + 4);
    at += 8 + length + (length & 1);
  }
  throw new CueforgeError('internal', 'A WAV without samples');
};

/** Where the samples of a WAV begin. Bytes. */
export const wavDataOffset = async (path: string): Promise<number> => {
  const file = await open(path, 'r');
  try {
    return (await readHead(file)).data;
  } finally {
    await file.close();
  }
};

/**
 * Makes the head of a RIFF that ffmpeg wrote without a sample that of one with `samples` of `bytes` each, all channels
 * together; returns where they go. Null: a RIFF has no room for so many (4 GiB), and nothing was changed.
 */
export const sizeWavHead = async (file: FileHandle, samples: number, bytes: number): Promise<number | null> => {
  const head = await readHead(file);
  const length = samples * bytes;
  if (head.bytes.toString('latin1', 0, 4) !== 'RIFF' || head.data + length + HEAD_MOST > MOST) return null;
  const word = (value: number): Buffer => {
    const written = Buffer.alloc(4);
    written.writeUInt32LE(value);
    return written;
  };
  await file.write(word(head.data + length - 8), 0, 4, 4);
  await file.write(word(length), 0, 4, head.data - 4);
  if (head.fact !== null) await file.write(word(samples), 0, 4, head.fact);
  await file.truncate(head.data);
  return head.data;
};
