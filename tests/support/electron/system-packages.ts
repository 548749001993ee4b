import { existsSync } from 'node:fs';
import { run } from './run.ts';

/** What windows without a screen need on Debian, the browser's among them, and how one sees that it is there. */
const NEEDED: readonly { readonly name: string; readonly sign: string }[] = [
  { name: 'xvfb', sign: '/usr/bin/Xvfb' },
  { name: 'xauth', sign: '/usr/bin/xauth' },
  { name: 'libgtk-3-0', sign: '/usr/lib/x86_64-linux-gnu/libgtk-3.so.0' },
  { name: 'libnss3', sign: '/usr/lib/x86_64-linux-gnu/libnss3.so' },
  { name: 'libasound2', sign: '/usr/lib/x86_64-linux-gnu/libasound.so.2' },
  { name: 'chromium', sign: '/usr/bin/chromium' },
  { name: 'libgbm1', sign: '/usr/lib/x86_64-linux-gnu/libgbm.so.1' },
];
/** What single tests need, which are skipped where it cannot be had. */
const USEFUL: typeof NEEDED = [{ name: 'pulseaudio', sign: '/usr/bin/pulseaudio' }];
const COMPILER = [
  { name: 'g++', sign: '/usr/bin/g++' },
  { name: 'make', sign: '/usr/bin/make' },
  { name: 'python3', sign: '/usr/bin/python3' },
];

/**
 * Installs the system's packages that are missing, where it may. Throws with the one line to type where it may not.
 * Does nothing where there is no apt: that system's windows are its user's affair.
 */
export const installSystemPackages = ({ compiler }: { compiler: boolean }): void => {
  if (!existsSync('/usr/bin/apt-get')) return;
  const isMissing = ({ sign }: { readonly sign: string }): boolean => !existsSync(sign);
  const missing = (compiler ? [...NEEDED, ...COMPILER] : NEEDED).filter(isMissing).map(({ name }) => name);
  const useful = USEFUL.filter(isMissing).map(({ name }) => name);
  if (missing.length + useful.length === 0) return;
  const install = (names: readonly string[]): string[] => ['install', '-y', '--no-install-recommends', ...names];
  if (process.getuid?.() !== 0) {
    if (missing.length === 0) return;
    throw new Error(`Missing on this system. Type: sudo apt-get ${install([...missing, ...useful]).join(' ')}`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = (): string => run('apt-get', ['update', '-qq'], { env });
  if (missing.length > 0) {
    update();
    run('apt-get', install(missing), { env });
  }
  if (useful.length === 0) return;
  try {
    if (missing.length === 0) update();
    run('apt-get', install(useful), { env });
  } catch {
    process.stderr.write(`${useful.join(' and ')} cannot be installed here: the tests that need it are skipped.\n`);
  }
};
