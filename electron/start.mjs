// `npm start`: opens the studio in a desktop window, or, where there is no display or no Electron, serves it to a
// browser on this machine. Builds first what is not built yet. Arguments go on to the browser's host: --port, --library.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const BUILT = ['out/main/main.cjs', 'out/preload/preload.cjs', 'out/renderer/index.html'].map((file) =>
  join(root, file),
);
const SOURCES = ['src', 'electron', 'renderer', 'package.json', 'electron.vite.config.ts'];

const newest = (path) => {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
};
const isBuilt = () => {
  if (!BUILT.every((file) => existsSync(file))) return false;
  return (
    Math.min(...BUILT.map((file) => statSync(file).mtimeMs)) >
    Math.max(...SOURCES.map((name) => newest(join(root, name))))
  );
};
const run = (args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
const bin = (name, file) => join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);

/** Electron's program; null where its package could not fetch it. It is fetched when it is first asked for. */
const electronProgram = () => {
  try {
    const program = createRequire(import.meta.url)('electron');
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
};
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

if (!isBuilt()) {
  console.log('Building the studio …');
  const status = run([bin('electron-vite', 'bin/electron-vite.js'), 'build', '--logLevel', 'warn']);
  if (status !== 0) process.exit(status);
}
const asked = process.argv.slice(2);
const program = hasDisplay && !asked.includes('--web') ? electronProgram() : null;
if (program === null) {
  const why = hasDisplay ? 'Electron is not here' : 'There is no display';
  if (!asked.includes('--web')) console.log(`${why}: the studio opens in a browser instead.`);
  stayWith(process.execPath, [
    join(root, 'src/cli/cueforge.mjs'),
    'studio',
    ...asked.filter((word) => word !== '--web'),
  ]);
} else {
  // Chromium's sandbox refuses to run for root, as in a container.
  const flags = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
  stayWith(program, [...flags, root, ...asked]);
}

/** Runs the studio and ends as it ends. Ctrl-C reaches it by itself; it ends in its own time. */
function stayWith(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
  process.on('SIGINT', () => undefined).on('SIGTERM', () => child.kill());
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
