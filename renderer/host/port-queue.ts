import { CueforgeError } from '../../src/model/index.ts';

/** Milliseconds a port may take to arrive. */
const PATIENCE = 10_000;

interface Waiting {
  resolve(port: MessagePort): void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Ports that the preload posts to this window under a name, each to whoever asked first. */
export const createPortQueue = (name: string, ask: () => void): { next(): Promise<MessagePort> } => {
  const waiting: Waiting[] = [];
  window.addEventListener('message', ({ source, data, ports }) => {
    if (source !== window || data !== name || ports.length === 0) return;
    const first = waiting.shift();
    if (!first) {
      ports[0].close();
      return;
    }
    clearTimeout(first.timer);
    first.resolve(ports[0]);
  });
  return {
    next: () =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(entry), 1);
          reject(new CueforgeError('connection-lost', 'The studio gave no connection for sound'));
        }, PATIENCE);
        const entry: Waiting = { resolve, timer };
        waiting.push(entry);
        ask();
      }),
  };
};
