import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

/** How a command ended. */
export interface Ended {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A producer's desk: a folder of their files with a cache of its own, gone when the tests have run. */
export interface Desk {
  readonly folder: string;
  readonly cache: string;
  at(...names: string[]): string;
  /** Runs the real command in the folder. */
  cueforge(...args: string[]): Promise<Ended>;
  /** The same, as a process that a test may end. `ended` resolves once it is gone. */
  start(...args: string[]): { readonly process: ChildProcess; readonly ended: Promise<Ended> };
  clear(): void;
}

export const openDesk = (): Desk => {
  const root = mkdtempSync(join(tmpdir(), 'cueforge-desk-'));
  const folder = join(root, 'desk');
  const cache = join(root, 'cache');
  mkdirSync(folder);
  const start: Desk['start'] = (...args) => {
    const ownCache = args.includes('--cache') ? [] : ['--cache', cache];
    const child = spawn(process.execPath, [MAIN, ...args, ...ownCache], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        out[name] += text;
      });
    }
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, ...out }));
    });
    return { process: child, ended };
  };
  return {
    folder,
    cache,
    at: (...names) => join(folder, ...names),
    cueforge: (...args) => start(...args).ended,
    start,
    clear: () => rmSync(root, { recursive: true, force: true }),
  };
};

/** The JSON objects a command printed, one a line. Throws where a line is not one. */
export const eventsOf = ({ stdout }: Ended): Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
