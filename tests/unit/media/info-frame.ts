import { createInfoFrame } from '../../../src/media/mp3-info-tag.ts';
import type { Frames } from '../../../src/model/index.ts';

/** The info frame of an MP3 that is there in pieces. */
export const infoFrame = (mp3: { audio: readonly Uint8Array[]; samples: Frames; vbr?: boolean }): Uint8Array => {
  const builder = createInfoFrame({ vbr: mp3.vbr });
  for (const piece of mp3.audio) builder.push(piece);
  return builder.finish(mp3.samples);
};
