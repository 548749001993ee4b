import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface S3Server {
  readonly port: number;
  /** Every request since the last call: `PUT ride.mp3 part 3`. */
  takeRequests(): string[];
  close(): Promise<void>;
}

/**
 * The parts that requests sent, each once: a busy server may read a request of a publish that was cancelled or killed after
 * the next one began, and one that was lost on the way is sent again.
 */
export const partsIn = (requests: readonly string[]): string[] => [
  ...new Set(requests.filter((request) => request.startsWith('PUT') && request.includes(' part '))),
];

/** The keys that s3rver knows. */
export const KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** Starts an S3 server of its own process on loopback, with empty buckets. */
export const startS3Server = async (...buckets: string[]): Promise<S3Server> => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-s3-'));
  const program = fileURLToPath(new URL('./s3-server-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', program, folder, ...buckets], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let requests: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The S3 server ended with ${code}`)));
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('listening ')) resolve(Number(line.slice(10)));
      else requests.push(line);
    });
  });
  return {
    port,
    takeRequests() {
      const taken = requests;
      requests = [];
      return taken;
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
