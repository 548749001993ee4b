#!/usr/bin/env node
// Starts the command line under a Node that runs TypeScript: this one if it is new enough, else the project's own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What waits for a slow disk holds one of the threads that all files of a process are read with, a session's too.
process.env.UV_THREADPOOL_SIZE ??= '16';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const newEnough = major > 22 || (major === 22 && minor >= 18);

if (newEnough) {
  // Every worker loads its modules anew: with their compiled code kept, it starts in half the time.
  const { directory } = module.enableCompileCache();
  if (directory) process.env.NODE_COMPILE_CACHE ??= directory;
  await import('./main.ts');
} else {
  const own = ownNode();
  if (!own) {
    console.error(
      `Cueforge needs Node 22.18 or newer, this is ${process.versions.node}. Run "npm ci" in its folder first.`,
    );
    process.exit(5);
  }
  const { status } = spawnSync(own, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(status ?? 1);
}

/** The Node that npm installs beside the project's other tools. */
function ownNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const path = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}
