import type { FromPcmSource, PcmPort, ToPcmSource } from '../../../src/contract/index.ts';
import { CHANNELS, frames } from '../../../src/model/index.ts';

/** The sample at a place of the material: no two near ones are alike, and every bit of a float32 is in use. */
export const sampleAt = (index: number): number => Math.fround(Math.sin(index * 0.7123) * 0.9);

/** A source of 20 000 frames that sends exactly what it is granted, in blocks of 1 000. Tells what it was sent. */
export const createSource = () => {
  const received: unknown[] = [];
  let ended = 0;
  return {
    received,
    ended: () => ended,
    connect(port: PcmPort): void {
      let at = 0;
      let epoch = 0;
      port.onMessage((raw) => {
        received.push(raw);
        const message = raw as ToPcmSource;
        if (message.kind === 'open') {
          [at, epoch] = [message.from, message.epoch];
          port.send({ kind: 'opened', epoch, length: frames(LENGTH), cached: true });
        }
        if (message.kind !== 'credit' || message.epoch !== epoch) return;
        for (let granted = message.frames; granted > 0 && at < LENGTH; ) {
          const count = Math.min(granted, 1_000, LENGTH - at);
          const first = at * CHANNELS;
          const samples = Float32Array.from({ length: count * CHANNELS }, (_, n) => sampleAt(first + n));
          port.send({ kind: 'pcm', epoch, frame: frames(at), samples });
          at += count;
          granted -= count;
        }
        if (at === LENGTH) port.send({ kind: 'ended', epoch, length: frames(LENGTH) });
      });
      port.onClose(() => {
        ended += 1;
      });
    },
  };
};
const LENGTH = 20_000;

/** Frames of sound in messages, of an epoch. */
export const framesIn = (messages: readonly FromPcmSource[], epoch: number): number =>
  messages.reduce((sum, m) => sum + (m.kind === 'pcm' && m.epoch === epoch ? m.samples.length / CHANNELS : 0), 0);
