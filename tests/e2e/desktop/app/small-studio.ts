import type { Handlers, MixerPort, SessionView, StudioService, ToPcmSource } from '../../../../src/contract/index.ts';
import {
  DEFAULT_SETTINGS,
  PCM_BLOCK,
  type PcmPort,
  type Settings,
  type StudioEvent,
} from '../../../../src/contract/index.ts';
import { CueforgeError, decibels, frames } from '../../../../src/model/index.ts';

/** Bytes of the one original there is: 0, 1, 2 … 255, 0 … */
export const ORIGINAL = '0'.repeat(32);
/** A command that ends when it is cancelled and not before. */
const FOR_EVER = 'app.doctor';

export interface SmallStudio extends StudioService {
  /** Calls that wait to be cancelled. */
  waiting(): number;
  /** Arms a show, or disarms it, as a session tells of it. */
  arm(armed: boolean): void;
  /** What the mixers said that were connected, in order, and whether they are gone. */
  readonly mixers: readonly { readonly said: readonly unknown[]; readonly closed: boolean }[];
}

/**
 * A studio of DEFAULT_SETTINGS, one sound and one endless ramp: enough to carry every kind of message over a desktop's bridge,
 * and small enough for a test to know all of it. `file`: the original's path.
 */
export const createSmallStudio = (file: string): SmallStudio => {
  const mixers: { said: unknown[]; closed: boolean }[] = [];
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
    mixers,
    arm(armed) {
      for (const listener of listeners) listener({ event: 'run.view', payload: { armed } as SessionView });
    },
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
    connectMixer(port) {
      const mixer = { said: [] as unknown[], closed: false };
      mixers.push(mixer);
      port.onMessage((message) => mixer.said.push(message));
      port.onClose(() => {
        mixer.closed = true;
      });
      tellMixer(port);
    },
  };
};

/** A message of each kind: a part of a larger buffer, and silence as a gain. */
const tellMixer = (port: MixerPort): void => {
  const fade = { length: frames(480), curve: 'linear' } as const;
  port.send({ kind: 'voice', voice: 7, from: frames(0) });
  port.send({ kind: 'pcm', voice: 7, frame: frames(0), samples: new Float32Array(100).fill(0.25).subarray(10, 20) });
  port.send({
    kind: 'acts',
    acts: [{ kind: 'fade', voice: 7, at: frames(48), to: decibels(Number.NEGATIVE_INFINITY), fade }],
  });
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
