import type { FromPcmSource } from './pcm.ts';
import { packSound, unpackSound } from './sound-bytes.ts';

/** A message of a PCM source as a WebSocket carries it: sound as binary, everything else as JSON text. */
export const encodePcmFrame = (message: FromPcmSource): string | Uint8Array =>
  message.kind === 'pcm' ? packSound({ ...message, number: message.epoch }) : JSON.stringify(message);

/** The reverse, for bytes that came as an ArrayBuffer of their own. The samples share its memory. */
export const decodePcmFrame = (data: string | ArrayBuffer): FromPcmSource => {
  if (typeof data === 'string') return JSON.parse(data) as FromPcmSource;
  const { number, frame, samples } = unpackSound(data);
  return { kind: 'pcm', epoch: number, frame, samples };
};
