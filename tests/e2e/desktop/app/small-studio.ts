import type { Handlers, StudioService, ToPcmSource } from '../../../../src/contract/index.ts';
import {
  DEFAULT_SETTINGS,
  PCM_BLOCK,
  type PcmPort,
  type Settings,
  type StudioEvent,
} from '../../../../src/contract/index.ts';
import { CueforgeError, frames } from '../../../../src/model/index.ts';

/** Bytes of the one original there is: 0, 1, 2 … 255, 0 … */
export const ORIGINAL = '0'.repeat(32);
/** A command that ends when it is cancelled and not before. */
const FOR_EVER = 'app.doctor';

/**
 * A studio of DEFAULT_SETTINGS, one sound and one endless ramp: enough to carry every kind of message over a desktop's bridge,
 * and small enough for a test to know all of it. `file`: the original's path.
 */
export const createSmallStudio = (file: string): StudioService & { waiting(): number } => {
  let waiting = 0;
  const listeners = new Set<(event: StudioEvent) => void>();
  let kept: Settings = DEFAULT_SETTINGS;
  const absent = async (): Promise<never> => {
    throw new CueforgeError('internal', 'The small studio has no such command');
  };
  const handlers = new Proxy({} as Handlers, {
    get: (_target, name) => known[name as keyof Handlers] ?? absent,
  });
  const known: Partial<Handlers> = {
    'app.info': async () => ({
      version: '1',
      host: 'desktop',
      platform: process.platform,
      libraryPath: '/',
      cachePath: '/',
      freeBytes: null,
    }),
    [FOR_EVER]: (_input, signal) =>
      new Promise((_resolve, reject) => {
        waiting++;
        signal.addEventListener('abort', () => {
          waiting--;
          reject(new CueforgeError('cancelled', 'Cancelled'));
        });
      }),
    'settings.get': async () => kept,
    'settings.set': async (change) => {
      kept = { ...kept, ...change };
      for (const listener of listeners) listener({ event: 'settings.changed', payload: kept });
      return kept;
    },
    'library.asset': async ({ id }) => {
      throw new CueforgeError('asset-missing', `There is no asset ${id}`, { id });
    },
  };
  return {
    waiting: () => waiting,
    handlers,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async media(asked) {
      if (!('asset' in asked) || asked.asset !== ORIGINAL) {
        throw new CueforgeError('asset-missing', `There is no such asset: ${JSON.stringify(asked)}`);
      }
      return asked.kind === 'original'
        ? { type: 'audio/wav', path: file }
        : { type: 'image/png', bytes: new Uint8Array([7]) };
    },
    connectPcm: sendRamp,
    connectMixer: (port) => port.close(),
  };
};

const sendRamp = (port: PcmPort): void => {
  let at = 0;
  port.onMessage((message) => {
    const said = message as ToPcmSource;
    if (said.kind === 'open') port.send({ kind: 'opened', epoch: said.epoch, length: null, cached: true });
    if (said.kind !== 'credit') return;
    for (let left = said.frames; left > 0; left -= PCM_BLOCK) {
      const count = Math.min(left, PCM_BLOCK);
      port.send({ kind: 'pcm', epoch: said.epoch, frame: frames(at), samples: new Float32Array(count * 2).fill(0.5) });
      at += count;
    }
  });
};
