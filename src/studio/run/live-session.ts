import type { Handlers, MixerPort } from '../../contract/index.ts';
import { CueforgeError, type Frames } from '../../model/index.ts';
import type { PcmStream } from '../pcm-stream.ts';

export type RunHandlers = Pick<Handlers, Extract<keyof Handlers, `run.${string}`>>;

/** The studio's one live session: its list, its runner, its mixer's connection. */
export interface LiveSession {
  readonly handlers: RunHandlers;
  connectMixer(port: MixerPort): void;
  /** A cue of the open session as it sounds alone, from a frame on. Throws `no-session`. */
  openCue(cue: string, from: Frames): Promise<PcmStream>;
  close(): Promise<void>;
}

export const createLiveSession = (): LiveSession => {
  const none = async (): Promise<never> => {
    throw new CueforgeError('no-session', 'No cuelist is open');
  };
  return {
    handlers: new Proxy({} as RunHandlers, { get: () => none }),
    connectMixer: (port) => port.close(),
    openCue: none,
    close: async () => undefined,
  };
};
