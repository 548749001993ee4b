import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface Display {
  /** As DISPLAY names it: `:99`. */
  readonly name: string;
  close(): Promise<void>;
}

/** A screen that nobody sees, of its own number. Linux, with Xvfb. Pixels. */
export const openDisplay = async (width = 1440, height = 900): Promise<Display> => {
  const screen = ['-screen', '0', `${width}x${height}x24`];
  const server = spawn('Xvfb', ['-displayfd', '3', ...screen, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const ended = once(server, 'exit');
  const number = once(server.stdio[3] as Readable, 'data').then(([bytes]) => String(bytes).trim());
  const failed = ended.then(() => {
    throw new Error('Xvfb ended before it opened a display');
  });
  failed.catch(() => undefined); // It also ends when it is closed.
  return {
    name: `:${await Promise.race([number, failed])}`,
    async close() {
      server.kill();
      await ended;
    },
  };
};
