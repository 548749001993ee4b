import { z } from 'zod';
import type { FromMixer, MixerReplaced, ToMixer } from '../model/index.ts';

/** The studio's end of a connection to a mixer. */
export interface MixerPort {
  send(message: ToMixer | MixerReplaced): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

const count = z.number().int().min(0);
const number = z.number();

/** What a mixer says, as it is taken from a connection. */
export const fromMixer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), voices: count }),
  z.object({
    kind: z.literal('heard'),
    frame: count,
    agoMs: z.number().min(0).max(10_000),
    voices: z.array(z.object({ voice: count, played: count, granted: count, peak: number })).max(1000),
    missing: count,
    underruns: count,
    limited: number,
    latencyMs: number.nullable(),
  }),
  z.object({ kind: z.literal('late'), voices: z.array(count).max(1000), by: count }),
  z.object({ kind: z.literal('device'), state: z.enum(['open', 'lost', 'fallback']), device: z.string().max(500) }),
]) as unknown as z.ZodType<FromMixer>;
