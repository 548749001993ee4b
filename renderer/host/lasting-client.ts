import {
  type ClientChannel,
  createClient,
  EVENT_NAMES,
  type EventName,
  type StudioClient,
} from '../../src/contract/index.ts';
import { CueforgeError } from '../../src/model/index.ts';
import type { ConnectionState } from './connection-state.ts';

export interface LastingOptions {
  /** Makes a connection; rejects with `connection-lost`, or `untrusted` where the studio refuses. */
  dial(): Promise<ClientChannel>;
  /** Milliseconds before the first attempt after a loss; doubles up to `longestWait`. Defaults 250 and 5 000. */
  readonly firstWait?: number;
  readonly longestWait?: number;
}

export interface LastingClient extends StudioClient {
  onState(listener: (state: ConnectionState) => void): () => void;
  /** Ends the wait before the next attempt. */
  connectNow(): void;
}

const NONE = 'There is no connection to the studio';

/**
 * A client that outlives its connections. What a lost one owed is rejected with `connection-lost`; nothing is asked
 * twice. Calls made while a connection is being made wait for it; between attempts they are rejected. Who listens to
 * events goes on listening, and is not told what it missed. `closed` resolves after `close` only.
 */
export const createLastingClient = ({ dial, firstWait = 250, longestWait = 5_000 }: LastingOptions): LastingClient => {
  const listeners = new Map<EventName, Set<(payload: never) => void>>(EVENT_NAMES.map((name) => [name, new Set()]));
  const stateListeners = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = 'connecting';
  let client: Promise<StudioClient> | null = null;
  let wait = firstWait;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let over = false;
  let end: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });

  const tell = (next: ConnectionState): void => {
    if (next === state) return;
    state = next;
    for (const listener of [...stateListeners]) listener(next);
  };

  const connect = async (): Promise<StudioClient> => {
    const made = createClient(await dial());
    if (over) {
      made.close();
      throw new CueforgeError('connection-lost', NONE);
    }
    for (const name of EVENT_NAMES) {
      made.on(name, (payload) => {
        for (const listener of [...listeners.get(name)!]) listener(payload as never);
      });
    }
    return made;
  };

  const attempt = async (): Promise<void> => {
    timer = null;
    client = connect();
    try {
      const made = await client;
      wait = firstWait;
      tell('connected');
      await made.closed;
      if (!over) tell('lost');
    } catch (error) {
      const refused = error instanceof CueforgeError && error.failure.code === 'untrusted';
      if (!over) tell(refused ? 'refused' : 'lost');
    }
    client = null;
    if (over) return;
    timer = setTimeout(attempt, wait);
    wait = Math.min(wait * 2, longestWait);
  };
  void attempt();

  return {
    closed,
    async call(command, input, options) {
      const made = await client;
      if (!made) throw new CueforgeError('connection-lost', NONE);
      return made.call(command, input, options);
    },
    on(event, listener) {
      const set = listeners.get(event)!;
      set.add(listener as (payload: never) => void);
      return () => set.delete(listener as (payload: never) => void);
    },
    onState(listener) {
      stateListeners.add(listener);
      listener(state);
      return () => stateListeners.delete(listener);
    },
    connectNow() {
      if (timer === null) return;
      clearTimeout(timer);
      wait = firstWait;
      void attempt();
    },
    close() {
      if (over) return;
      over = true;
      if (timer !== null) clearTimeout(timer);
      client?.then(
        (made) => made.close(),
        () => undefined,
      );
      end();
    },
  };
};
