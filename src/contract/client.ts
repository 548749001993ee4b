import { CueforgeError, fromFailure } from '../model/index.ts';
import type { CommandName, EventName } from './command-names.ts';
import type { InputOf, OutputOf } from './commands.ts';
import type { Events } from './events.ts';
import type { ClientChannel } from './messages.ts';

export interface StudioClient {
  /**
   * Calls a command. Rejects with CueforgeError: the studio's failure, `cancelled` once the studio has let go after
   * `signal` aborted, or `connection-lost`.
   */
  call<Name extends CommandName>(
    command: Name,
    input: InputOf<Name>,
    options?: { signal?: AbortSignal },
  ): Promise<OutputOf<Name>>;
  /** Listens to an event; the returned function stops it. */
  on<Name extends EventName>(event: Name, listener: (payload: Events[Name]) => void): () => void;
  /** Resolves when the connection is gone; everything owed has been rejected then. */
  readonly closed: Promise<void>;
  close(): void;
}

interface Owed {
  resolve(output: unknown): void;
  reject(error: CueforgeError): void;
}

const LOST = 'The connection to the studio was lost; what was asked may or may not have been done';

/** A client over one connection. */
export const createClient = (channel: ClientChannel): StudioClient => {
  const owed = new Map<number, Owed>();
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  let next = 1;
  let lost = false;

  channel.onMessage((message) => {
    if (message.kind === 'event') {
      for (const listener of [...(listeners.get(message.event) ?? [])]) listener(message.payload as never);
      return;
    }
    const call = owed.get(message.id);
    owed.delete(message.id);
    if (message.kind === 'done') call?.resolve(message.output);
    else call?.reject(fromFailure(message.failure));
  });
  const closed = new Promise<void>((resolve) => {
    channel.onClose(() => {
      lost = true;
      for (const { reject } of owed.values()) reject(new CueforgeError('connection-lost', LOST));
      owed.clear();
      resolve();
    });
  });

  return {
    closed,
    call(command, input, { signal } = {}) {
      if (signal?.aborted) return Promise.reject(new CueforgeError('cancelled', 'The call was cancelled'));
      if (lost) return Promise.reject(new CueforgeError('connection-lost', LOST));
      const id = next++;
      const cancel = (): void => channel.send({ kind: 'cancel', id });
      signal?.addEventListener('abort', cancel, { once: true });
      return new Promise<never>((resolve, reject) => {
        owed.set(id, { resolve: resolve as (output: unknown) => void, reject });
        try {
          channel.send({ kind: 'call', id, command, input });
        } catch (error) {
          owed.delete(id);
          reject(new CueforgeError('bad-argument', `${command} was given what cannot be sent: ${error}`, { command }));
        }
      }).finally(() => signal?.removeEventListener('abort', cancel));
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener as (payload: never) => void));
      return () => set.delete(listener as (payload: never) => void);
    },
    close: () => channel.close(),
  };
};
