import type { SoundLink } from '../sound/sound-connection.ts';
import type { MixerMemory } from './mixer-memory.ts';
import type { DeviceNews, FromMixerFeeder, ToMixerFeeder } from './mixer-protocol.ts';

/** The mixer's host: what is needed of `renderer/host`. */
export interface SessionMixerHost {
  /** A new connection of a mixer: a port, or the address of a WebSocket. */
  connectMixer(): Promise<MessagePort | { readonly url: string }>;
  /** Tells, now and whenever it changes, whether anyone sees the page; the returned function stops it. */
  onSeen(listener: (seen: boolean) => void): () => void;
}

/** Waits before another try for a connection. Milliseconds; the last is repeated. */
const RETRY_MS = [200, 300, 1_000, 2_000];

/** The page's end of a mixer's feeder: its thread, and the connection that it is given. */
export interface MixerLink {
  device(news: DeviceNews): void;
  /** What sounds fades out within 5 ms. */
  close(): void;
}

export interface LinkEvents {
  /** The connection is there, or gone. `why`: what there is to say of it; null: nothing. */
  connected(is: boolean, why: string | null): void;
  /** Another mixer sounds the session now. `connected` was told before. */
  replaced(): void;
}

/**
 * Starts a feeder and keeps it connected for as long as it is not closed: to a studio that is there again the mixer is a
 * new one, without voices. One that was replaced by another does not come back.
 */
export const startMixerFeeder = (memory: MixerMemory, host: SessionMixerHost, events: LinkEvents): MixerLink => {
  let closed = false;
  let worker: Worker | null = null;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let news: DeviceNews | null = null;
  let isSeen = true;

  const say = (message: ToMixerFeeder, moved: Transferable[] = []): void => worker?.postMessage(message, moved);
  const later = (): void => {
    if (closed || timer !== null) return;
    const ms = RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)];
    timer = setTimeout(() => {
      timer = null;
      void connect();
    }, ms);
  };
  const connect = async (): Promise<void> => {
    try {
      const given = await host.connectMixer();
      if (closed) {
        if (given instanceof MessagePort) given.close();
        return;
      }
      worker ??= start();
      const link: SoundLink = given instanceof MessagePort ? { port: given } : { url: given.url };
      say({ kind: 'connect', link }, given instanceof MessagePort ? [given] : []);
    } catch {
      later();
    }
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./mixer-feeder-worker.ts', import.meta.url), {
      type: 'module',
      name: 'mixer-feeder',
    });
    started.onmessage = ({ data }: MessageEvent<FromMixerFeeder>) => {
      if (closed) return;
      if (data.kind === 'ready') {
        tries = 0;
        events.connected(true, null);
        return;
      }
      events.connected(false, data.why);
      if (data.replaced) events.replaced();
      else later();
    };
    started.onerror = () => {
      started.terminate();
      worker = null;
      events.connected(false, 'The part that feeds the mixer has stopped.');
      later();
    };
    started.postMessage({ kind: 'memory', memory: memory.buffer } satisfies ToMixerFeeder);
    if (news) started.postMessage({ kind: 'device', news } satisfies ToMixerFeeder);
    started.postMessage({ kind: 'seen', seen: isSeen } satisfies ToMixerFeeder);
    return started;
  };

  const unwatch = host.onSeen((seen) => {
    isSeen = seen;
    say({ kind: 'seen', seen });
  });
  void connect();
  return {
    device(next) {
      news = next;
      say({ kind: 'device', news: next });
    },
    close() {
      closed = true;
      unwatch();
      if (timer !== null) clearTimeout(timer);
      say({ kind: 'close' });
      worker = null;
    },
  };
};
