import { seconds } from '../model/index.ts';
import { type ReadAt, type StatedLength, samplesToFrames } from './stated-length-shape.ts';

const MOOV_MOST = 64 << 20;
/** Encoder delay and padding together stay below this. Samples. */
const ITUNES_DELAYS = 8192;

/**
 * MP4 and M4A: the media's length less what its edit list leaves out. An edit's length is told in ticks of the movie's
 * clock, often milliseconds; where it agrees with the rest of the media to within a tick, the media's own count is meant.
 */
export const statedByMp4 = async (readAt: ReadAt, size: number): Promise<StatedLength | null> => {
  const moov = await readMoov(readAt, size);
  if (moov === null) return null;
  const movieClock = clock(find(moov, 'mvhd'));
  for (const track of all(moov, 'trak')) {
    const media = find(track, 'mdia');
    const header = media && find(media, 'mdhd');
    const handler = media && find(media, 'hdlr');
    if (!media || !header || handler?.toString('latin1', 8, 12) !== 'soun') continue;
    const { rate, length } = clock(header);
    if (!(rate > 0) || !(length > 0)) return null;
    const edit = onlyEdit(find(track, 'edts'));
    const gapless = readGapless(moov);
    let samples = length;
    if (edit !== null) {
      const rest = length - edit.from;
      const asked = (edit.length * rate) / movieClock.rate;
      samples = Math.abs(asked - rest) <= (1.5 * rate) / movieClock.rate ? rest : Math.min(asked, rest);
    }
    // iTunes counts the sound itself; believed where it is a little less than what the media holds.
    const counted = gapless !== null && length >= gapless && length - gapless < ITUNES_DELAYS ? gapless : samples;
    return { promised: seconds(counted / rate), trimTo: samplesToFrames(counted, rate), cut: false };
  }
  return null;
};

const readMoov = async (readAt: ReadAt, size: number): Promise<Buffer | null> => {
  for (let at = 0; at + 8 <= size; ) {
    const head = await readAt(at, 16);
    let length = head.readUInt32BE(0);
    if (length === 1 && head.length === 16) length = Number(head.readBigUInt64BE(8));
    if (length === 0) length = size - at;
    if (length < 8) return null;
    if (head.toString('latin1', 4, 8) === 'moov') {
      return length <= MOOV_MOST ? (await readAt(at, length)).subarray(8) : null;
    }
    at += length;
  }
  return null;
};

/** The bodies of the boxes with a name, one level down. */
const all = (body: Buffer, name: string): Buffer[] => {
  const found: Buffer[] = [];
  for (let at = 0; at + 8 <= body.length; ) {
    const length = body.readUInt32BE(at) || body.length - at;
    if (length < 8) break;
    if (body.toString('latin1', at + 4, at + 8) === name) found.push(body.subarray(at + 8, at + length));
    at += length;
  }
  return found;
};
const find = (body: Buffer, name: string): Buffer | null => all(body, name)[0] ?? null;

/** Ticks per second and length in ticks, from an `mvhd` or `mdhd`. */
const clock = (header: Buffer | null): { rate: number; length: number } => {
  if (header === null || header.length < 20) return { rate: 0, length: 0 };
  if (header[0] !== 1) return { rate: header.readUInt32BE(12), length: header.readUInt32BE(16) };
  return header.length < 32
    ? { rate: 0, length: 0 }
    : { rate: header.readUInt32BE(20), length: Number(header.readBigUInt64BE(24)) };
};

/** The one edit that plays media, null where there is none or more than one. `from` in media ticks, `length` in movie ticks. */
const onlyEdit = (edts: Buffer | null): { from: number; length: number } | null => {
  const list = edts && find(edts, 'elst');
  if (!list || list.length < 8) return null;
  const wide = list[0] === 1;
  const entry = wide ? 20 : 12;
  const edits: { from: number; length: number }[] = [];
  for (let i = 0, at = 8; i < list.readUInt32BE(4) && at + entry <= list.length; i++, at += entry) {
    const length = wide ? Number(list.readBigUInt64BE(at)) : list.readUInt32BE(at);
    const from = wide ? Number(list.readBigInt64BE(at + 8)) : list.readInt32BE(at + 4);
    if (from >= 0) edits.push({ from, length });
  }
  return edits.length === 1 && edits[0].length > 0 ? edits[0] : null;
};

/** Samples of sound by iTunes' own count (` 00000000 00000840 000001CA 00000000003F31F6 …`). */
const readGapless = (moov: Buffer): number | null => {
  const name = moov.indexOf('iTunSMPB');
  if (name < 0) return null;
  const text = moov.toString('latin1', name + 8, name + 8 + 160);
  const fields = /data[\s\S]{8}\s*[0-9A-F]{8} [0-9A-F]{8} [0-9A-F]{8} ([0-9A-F]{16})/i.exec(text);
  return fields === null ? null : Number.parseInt(fields[1], 16);
};
