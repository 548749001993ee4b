import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from './electron/run.ts';

/** Debian's: tests ask the real one. */
const PACKAGE = 'redis-server';

export interface RedisServer {
  readonly port: number;
  /** Nothing answers until `resume`. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** Where redis-server is; installed where it may be. Throws with the one line to type where it may not. */
const findRedis = (): string => {
  const places = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/usr/local/bin', '/opt/homebrew/bin');
  const found = (): string | undefined =>
    places.map((folder) => join(folder, PACKAGE)).find((path) => existsSync(path));
  const known = found();
  if (known) return known;
  const install = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', PACKAGE];
  const mayInstall = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (!mayInstall) throw new Error(`Missing on this system. Type: sudo apt-get install -y ${PACKAGE}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  run('apt-get', install, { env });
  return found() ?? PACKAGE;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

/** Starts a Redis of its own on loopback, which keeps nothing on the disk. `options`: more of its configuration. */
export const startRedis = async (...options: string[]): Promise<RedisServer> => {
  const program = findRedis();
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-redis-'));
  const port = await freePort();
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const child = spawn(program, [...place, '--save', '', '--appendonly', 'no', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Redis ended with ${code}`)));
    child.stdout.on('data', (text) => /Ready to accept connections/.test(String(text)) && resolve());
  });
  return {
    port,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async close() {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
