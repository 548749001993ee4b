import { ENGINE_RATE } from '../model/index.ts';
import { type ReadAt, type StatedLength, samplesToFrames } from './stated-length-shape.ts';

/** The largest Ogg page there is is 65 307 bytes. */
const TAIL = 131_072;

/**
 * Ogg with Vorbis, Opus or FLAC: the position of the last page says where the sound ends. It is no promise: a stream
 * may have been recorded from its middle. A last page that is not whole says that the file was cut.
 */
export const statedByOgg = async (readAt: ReadAt, size: number): Promise<StatedLength | null> => {
  const stream = firstAudio(await readAt(0, 8192));
  const tailAt = Math.max(0, size - TAIL);
  const tail = await readAt(tailAt, TAIL);
  const last = tail.lastIndexOf('OggS');
  if (last < 0) return null;
  const cut = pageLength(tail, last) > tail.length - last;
  if (cut || stream === null) return { promised: null, trimTo: null, cut };
  let at = last;
  while (at >= 0) {
    const position = tail.length - at >= 27 ? tail.readBigInt64LE(at + 6) : -1n;
    if (tail.length - at >= 27 && tail.readUInt32LE(at + 14) === stream.serial && position > 0n) {
      const samples = Number(position) - stream.skip;
      return { promised: null, trimTo: samples > 0 ? samplesToFrames(samples, stream.rate) : null, cut };
    }
    at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1);
  }
  return { promised: null, trimTo: null, cut };
};

const pageLength = (bytes: Buffer, at: number): number => {
  const segments = bytes[at + 26];
  if (segments === undefined || bytes.length < at + 27 + segments) return Number.POSITIVE_INFINITY;
  let length = 27 + segments;
  for (let i = 0; i < segments; i++) length += bytes[at + 27 + i];
  return length;
};

/** The first stream with sound among the first pages. `skip`: samples before the sound; Opus counts at 48 kHz always. */
const firstAudio = (head: Buffer): { serial: number; rate: number; skip: number } | null => {
  for (let at = head.indexOf('OggS'); at >= 0; at = head.indexOf('OggS', at + 4)) {
    if (head.length < at + 27) return null;
    const serial = head.readUInt32LE(at + 14);
    const body = head.subarray(at + 27 + head[at + 26]);
    const name = body.toString('latin1', 0, 8);
    if (name === 'OpusHead' && body.length >= 12) return { serial, rate: ENGINE_RATE, skip: body.readUInt16LE(10) };
    if (name.startsWith('\x01vorbis') && body.length >= 16) return { serial, rate: body.readUInt32LE(12), skip: 0 };
    if (name.startsWith('\x7fFLAC') && body.length >= 30) return { serial, rate: body.readUIntBE(27, 3) >> 4, skip: 0 };
  }
  return null;
};
