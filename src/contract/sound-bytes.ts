import { type Frames, frames } from '../model/index.ts';

/** Bytes before the samples: a number (uint32), four unused, frame (float64). Little-endian, as the samples are. */
const HEAD = 16;

/** Sound as a WebSocket carries it. `number`: an epoch or a voice, uint32. `samples`: interleaved stereo float32 from `frame` on. */
export interface NumberedSound {
  readonly number: number;
  readonly frame: Frames;
  readonly samples: Float32Array;
}

/** Where the processor is not little-endian this would have to swap; none that runs a browser is. */
export const packSound = ({ number, frame, samples }: NumberedSound): Uint8Array => {
  const bytes = new Uint8Array(HEAD + samples.byteLength);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, number, true);
  head.setFloat64(8, frame, true);
  bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), HEAD);
  return bytes;
};

/** The reverse, for bytes that came as an ArrayBuffer of their own. The samples share its memory. */
export const unpackSound = (data: ArrayBuffer): NumberedSound => {
  const head = new DataView(data);
  return {
    number: head.getUint32(0, true),
    frame: frames(head.getFloat64(8, true)),
    samples: new Float32Array(data, HEAD),
  };
};
