import { open } from 'node:fs/promises';
import { ENGINE_RATE, seconds } from '../model/index.ts';
import { statedByMp4 } from './stated-length-mp4.ts';
import { statedByOgg } from './stated-length-ogg.ts';
import type { ReadAt, StatedLength } from './stated-length-shape.ts';

/** Reads the headers of WAV, FLAC, MP3 with an Info tag, MP4 and Ogg; null for everything else. */
export const statedLength = async (file: string): Promise<StatedLength | null> => {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const readAt: ReadAt = async (position, length) => {
      const wanted = Math.max(0, Math.min(length, size - position));
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, position);
      return buffer.subarray(0, bytesRead);
    };
    const head = await readAt(0, 12);
    const magic = head.toString('latin1', 0, 4);
    if (magic === 'RIFF' && head.toString('latin1', 8, 12) === 'WAVE') return await statedByWav(readAt);
    if (magic === 'OggS') return await statedByOgg(readAt, size);
    if (head.toString('latin1', 4, 8) === 'ftyp') return await statedByMp4(readAt, size);
    const start = magic.startsWith('ID3') ? afterId3(await readAt(0, 10)) : 0;
    const audio = await readAt(start, 4096);
    return audio.toString('latin1', 0, 4) === 'fLaC' ? statedByFlac(audio) : statedByMp3(audio);
  } finally {
    await handle.close();
  }
};

const promise = (samples: number, rate: number): StatedLength | null =>
  samples > 0 && rate > 0 ? { promised: seconds(samples / rate), trimTo: null, cut: false } : null;
const lossless = (samples: number, rate: number): StatedLength | null => {
  const stated = promise(samples, rate);
  return stated && { ...stated, seeks: rate === ENGINE_RATE };
};

/** PCM and float only. A size of 0 or of all ones is a stream that did not know. */
const statedByWav = async (readAt: ReadAt): Promise<StatedLength | null> => {
  let rate = 0;
  let frameBytes = 0;
  for (let at = 12, chunks = 0; chunks < 100; chunks++) {
    const head = await readAt(at, 8);
    if (head.length < 8) return null;
    const name = head.toString('latin1', 0, 4);
    const size = head.readUInt32LE(4);
    if (name === 'fmt ') {
      const format = await readAt(at + 8, 16);
      if (format.length < 16 || ![1, 3, 0xfffe].includes(format.readUInt16LE(0))) return null;
      rate = format.readUInt32LE(4);
      frameBytes = format.readUInt16LE(12);
    }
    if (name === 'data') {
      return frameBytes === 0 || size >= 0xffff_fff0 ? null : lossless(Math.floor(size / frameBytes), rate);
    }
    at += 8 + size + (size & 1);
  }
  return null;
};

const statedByFlac = (head: Buffer): StatedLength | null => {
  if (head.length < 26) return null;
  const info = head.subarray(8);
  const rate = info.readUIntBE(10, 3) >> 4;
  return lossless((info[13] & 0x0f) * 2 ** 32 + info.readUInt32BE(14), rate);
};

const afterId3 = (head: Buffer): number =>
  10 + ((head[6] << 21) | (head[7] << 14) | (head[8] << 7) | head[9]) + (head[5] & 0x10 ? 10 : 0);

const MPEG_RATES = [44_100, 48_000, 32_000];

/** Layer III with a Xing or Info tag; without the LAME part of it, encoder delay and padding are not known and count as sound. */
const statedByMp3 = (audio: Buffer): StatedLength | null => {
  if (audio.length < 200 || audio.readUInt16BE(0) >> 5 !== 0x7ff || ((audio[1] >> 1) & 3) !== 1) return null;
  const version = (audio[1] >> 3) & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
  const rate = MPEG_RATES[(audio[2] >> 2) & 3] / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const mono = audio[3] >> 6 === 3;
  const tag = 4 + (version === 3 ? (mono ? 17 : 32) : mono ? 9 : 17);
  const name = audio.toString('latin1', tag, tag + 4);
  if ((name !== 'Xing' && name !== 'Info') || !(audio[tag + 7] & 1) || !(rate > 0)) return null;
  const samples = audio.readUInt32BE(tag + 8) * (version === 3 ? 1152 : 576);
  const flags = audio[tag + 7];
  const lame = tag + 12 + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  const hasLame = /^(LAME|Lavf|Lavc|L3\.9)/.test(audio.toString('latin1', lame, lame + 4));
  const delays = hasLame ? audio.readUIntBE(lame + 21, 3) : 0;
  return promise(samples - (delays >> 12) - (delays & 0xfff), rate);
};
