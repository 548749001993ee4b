import { connect as connectTo, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface CuttingProxy {
  readonly port: number;
  /** Bytes that went to the server. */
  sent(): number;
  /** How often it cut. */
  cuts(): number;
  /** Cuts every connection after so many further bytes to the server, `times` times. */
  cutAfter(bytes: number, times?: number): void;
  /** True: connections are cut as soon as they come. */
  setDown(down: boolean): void;
  /** Milliseconds that every 64 KiB to the server wait. */
  slowDown(wait: number): void;
  close(): Promise<void>;
}

/** A TCP proxy on loopback whose cable can be pulled. */
export const startCuttingProxy = async (target: number): Promise<CuttingProxy> => {
  const sockets = new Set<Socket>();
  let [sent, cuts, cutAt, cutEvery, cutsLeft, down, wait] = [0, 0, Number.POSITIVE_INFINITY, 0, 0, false, 0];
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const counted = (): Transform =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sent += chunk.length;
        if (sent >= cutAt) {
          cuts += 1;
          cutsLeft -= 1;
          cutAt = cutsLeft > 0 ? sent + cutEvery : Number.POSITIVE_INFINITY;
          cut();
          return;
        }
        if (wait > 0) setTimeout(() => done(null, chunk), wait);
        else done(null, chunk);
      },
    });
  const server = createServer((near) => {
    if (down) {
      near.resetAndDestroy();
      return;
    }
    const far = connectTo(target, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(counted()).pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    sent: () => sent,
    cuts: () => cuts,
    cutAfter(bytes, times = 1) {
      [cutAt, cutEvery, cutsLeft] = [sent + bytes, bytes, times];
    },
    setDown(now) {
      down = now;
      if (now) cut();
    },
    slowDown(milliseconds) {
      wait = milliseconds;
    },
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
};
