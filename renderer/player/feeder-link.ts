import type { FromFeeder, ToFeeder } from './feeder-protocol.ts';
import type { PlayerMemory } from './player-memory.ts';

/** The player's host: what is needed of `renderer/host`. */
export interface PlayerHost {
  /** A new connection that carries sound: a port, or the address of a WebSocket. */
  connectPcm(): Promise<MessagePort | { readonly url: string }>;
  /** True while sound plays: the computer stays awake. */
  setPlaying(playing: boolean): void;
}

/** Tries for a new connection, one after the other, that many milliseconds apart. */
const RETRY_MS = [100, 300, 1_000, 2_000, 4_000];

/** The page's end of the feeder: its thread, and the connection it is given. */
export interface FeederLink {
  send(message: ToFeeder): void;
}

/**
 * Starts the feeder and keeps it connected: a connection that is lost is made anew, and the feeder goes on where it was
 * while what is buffered sounds. `onLost` is told when that failed, or when the thread died; the next message tries anew.
 */
export const startFeeder = (
  memory: PlayerMemory,
  host: PlayerHost,
  onEvent: (event: FromFeeder) => void,
  onLost: (why: string) => void,
): FeederLink => {
  let worker: Worker | null = null;
  let connected: 'no' | 'yes' | 'trying' = 'no';
  let tries = 0;

  const connect = async (): Promise<void> => {
    if (connected === 'trying' || worker === null) return;
    connected = 'trying';
    try {
      const link = await host.connectPcm();
      if (link instanceof MessagePort) worker?.postMessage({ kind: 'connect', port: link } satisfies ToFeeder, [link]);
      else worker?.postMessage({ kind: 'connect', url: link.url } satisfies ToFeeder);
      connected = 'yes';
    } catch {
      retry();
    }
  };
  const retry = (): void => {
    connected = 'no';
    const wait = RETRY_MS[tries++];
    if (wait !== undefined) setTimeout(() => void connect(), wait);
    else onLost('The connection to the studio was lost.');
  };

  const start = (): Worker => {
    const started = new Worker(new URL('./feeder-worker.ts', import.meta.url), { type: 'module', name: 'feeder' });
    started.onmessage = ({ data }: MessageEvent<FromFeeder>) => {
      if (data.kind === 'disconnected') return retry();
      if (data.kind === 'opened') tries = 0;
      onEvent(data);
    };
    started.onerror = () => {
      started.terminate();
      worker = null;
      connected = 'no';
      onLost('The part that loads sound has stopped. Play again to restart it.');
    };
    started.postMessage({ kind: 'memory', memory: memory.buffer } satisfies ToFeeder);
    return started;
  };

  const link: FeederLink = {
    send(message) {
      worker ??= start();
      if (connected === 'no') {
        tries = 0;
        void connect();
      }
      worker.postMessage(message);
    },
  };
  link.send({ kind: 'wake' });
  return link;
};
