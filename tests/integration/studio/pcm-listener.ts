import type { FromPcmSource, PcmPort, ToPcmSource } from '../../../src/contract/index.ts';
import { type Frames, frames } from '../../../src/model/index.ts';

/** A player's end of a connection: keeps all that comes, copied as a process boundary would copy it. */
export const createListener = () => {
  let toStudio: (message: unknown) => void = () => undefined;
  let closed: () => void = () => undefined;
  const heard: FromPcmSource[] = [];
  const waiting: { is: () => boolean; done: () => void }[] = [];
  const look = (): void => {
    for (const wait of [...waiting]) {
      if (!wait.is()) continue;
      waiting.splice(waiting.indexOf(wait), 1);
      wait.done();
    }
  };
  const port: PcmPort = {
    send(message) {
      heard.push(structuredClone(message));
      look();
    },
    onMessage(listener) {
      toStudio = listener;
    },
    onClose(listener) {
      closed = listener;
    },
  };
  const of = (epoch: number): FromPcmSource[] => heard.filter((message) => message.epoch === epoch);
  const framesOf = (epoch: number): number =>
    of(epoch).reduce((sum, message) => sum + (message.kind === 'pcm' ? message.samples.length / 2 : 0), 0);
  return {
    port,
    heard,
    of,
    framesOf,
    /** Sends anything at all. */
    say: (message: unknown): void => toStudio(message),
    open(epoch: number, asset: string, from: number): void {
      toStudio({ kind: 'open', epoch, sound: { kind: 'asset', asset }, from: frames(from) } satisfies ToPcmSource);
    },
    credit(epoch: number, count: number): void {
      toStudio({ kind: 'credit', epoch, frames: count } satisfies ToPcmSource);
    },
    close: (): void => closed(),
    until: (is: () => boolean): Promise<void> =>
      new Promise((done) => {
        waiting.push({ is, done });
        look();
      }),
    /** The sound of an epoch so far, and whether each block began where the one before it ended. */
    sound(epoch: number): { pcm: Float32Array; from: Frames | null; whole: boolean } {
      const blocks = of(epoch).filter((message) => message.kind === 'pcm');
      const pcm = new Float32Array(framesOf(epoch) * 2);
      let at = 0;
      let whole = true;
      for (const block of blocks) {
        whole &&= block.frame === blocks[0].frame + at / 2;
        pcm.set(block.samples, at);
        at += block.samples.length;
      }
      return { pcm, from: blocks[0]?.frame ?? null, whole };
    },
  };
};
