import type { ClientChannel, FromStudio, StudioChannel, ToStudio } from './messages.ts';

/**
 * Two ends of a connection inside one thread. Messages are copied as a process boundary would copy them and arrive in a
 * later turn, so that what works here works over the others.
 */
export const createInMemoryChannels = (): { client: ClientChannel; studio: StudioChannel } => {
  const toStudio = createEnd<unknown>();
  const toClient = createEnd<FromStudio>();
  const close = (): void => {
    toStudio.close();
    toClient.close();
  };
  return {
    client: { ...toClient.face, send: (message: ToStudio) => toStudio.deliver(structuredClone(message)), close },
    studio: { ...toStudio.face, send: (message: FromStudio) => toClient.deliver(structuredClone(message)), close },
  };
};

/** The receiving half: keeps messages until someone listens, in order. */
export const createEnd = <In>() => {
  const waiting: In[] = [];
  let listener: ((message: In) => void) | null = null;
  let closeListeners: (() => void)[] = [];
  let closed = false;
  const drain = (): void => {
    while (listener !== null && !closed && waiting.length > 0) listener(waiting.shift()!);
  };
  return {
    deliver(message: In): void {
      if (closed) return;
      waiting.push(message);
      queueMicrotask(drain);
    },
    close(): void {
      if (closed) return;
      closed = true;
      for (const told of closeListeners) told();
      closeListeners = [];
    },
    face: {
      onMessage(on: (message: In) => void): void {
        listener = on;
        queueMicrotask(drain);
      },
      onClose(on: () => void): void {
        if (closed) on();
        else closeListeners.push(on);
      },
    },
  };
};
