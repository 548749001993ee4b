import { type Frames, frames } from '../model/index.ts';
import type { FromPcmSource } from './pcm.ts';

/** Bytes before the samples: epoch (uint32), four unused, frame (float64). Little-endian, as the samples are. */
const HEAD = 16;

/**
 * A message of a PCM source as a WebSocket carries it: sound as binary, everything else as JSON text. Where the
 * processor is not little-endian this would have to swap; none that runs a browser is.
 */
export const encodePcmFrame = (message: FromPcmSource): string | Uint8Array => {
  if (message.kind !== 'pcm') return JSON.stringify(message);
  const bytes = new Uint8Array(HEAD + message.samples.byteLength);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, message.epoch, true);
  head.setFloat64(8, message.frame, true);
  bytes.set(new Uint8Array(message.samples.buffer, message.samples.byteOffset, message.samples.byteLength), HEAD);
  return bytes;
};

/** The reverse, for bytes that came as an ArrayBuffer of their own. The samples share its memory. */
export const decodePcmFrame = (data: string | ArrayBuffer): FromPcmSource => {
  if (typeof data === 'string') return JSON.parse(data) as FromPcmSource;
  const head = new DataView(data);
  const frame: Frames = frames(head.getFloat64(8, true));
  return { kind: 'pcm', epoch: head.getUint32(0, true), frame, samples: new Float32Array(data, HEAD) };
};
