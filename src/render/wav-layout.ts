import { MP3_FRAME, sizeWavHead, wavDataOffset } from '../media/index.ts';
import { CHANNELS, type MixPlan } from '../model/index.ts';
import { type Encoding, sampleBytesOf } from './formats.ts';
import type { Layout } from './lossless-layout.ts';
import type { PlainSound } from './plain-sound.ts';

/** A WAV: its samples are bytes. */
export const wavLayout = ({ length }: MixPlan, { format }: Encoding): Layout => {
  const sample = CHANNELS * sampleBytesOf(format);
  const place = (frame: number): number => Math.min(length, frame * MP3_FRAME) * sample;
  const look = async (path: string): Promise<PlainSound> => ({
    ...{ kind: 'wav', path, offset: await wavDataOffset(path), blocks: null },
    ...{ frameBytes: MP3_FRAME * sample, frames: Math.ceil(length / MP3_FRAME) },
  });
  return {
    unit: 1,
    begin: (file) => sizeWavHead(file, length, sample),
    placesOf: () => place,
    cut(bytes, stretches) {
      let at = 0;
      return stretches.map(({ from, to }) => {
        const size = place(to) - place(from);
        at += size;
        return { bytes: bytes.subarray(at - size, at), placeOf: (frame) => place(frame) - place(from) };
      });
    },
    end: (_, path) => look(path),
    look,
  };
};
