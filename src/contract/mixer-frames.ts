import type { MixerReplaced, ToMixer } from '../model/index.ts';
import { packSound, unpackSound } from './sound-bytes.ts';

/** −∞ dB is a gain, and JSON has no word for it: it travels as this text, which is no kind and no curve of an act. */
const SILENCE = '-Infinity';

/**
 * What a mixer is told as a WebSocket carries it: sound as binary, everything else as JSON text. What the mixer says comes
 * back as plain JSON: nothing of it is infinite.
 */
export const encodeMixerFrame = (message: ToMixer | MixerReplaced): string | Uint8Array =>
  message.kind === 'pcm'
    ? packSound({ ...message, number: message.voice })
    : JSON.stringify(message, (_key, value: unknown) => (value === Number.NEGATIVE_INFINITY ? SILENCE : value));

/** The reverse, for bytes that came as an ArrayBuffer of their own. The samples share its memory. */
export const decodeMixerFrame = (data: string | ArrayBuffer): ToMixer | MixerReplaced => {
  if (typeof data === 'string') {
    return JSON.parse(data, (_key, value: unknown) => (value === SILENCE ? Number.NEGATIVE_INFINITY : value)) as
      | ToMixer
      | MixerReplaced;
  }
  const { number, frame, samples } = unpackSound(data);
  return { kind: 'pcm', voice: number, frame, samples };
};
