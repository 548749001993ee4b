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
  const wanted = compiler ? [...NEEDED, ...COMPILER] : NEEDED;
  const missing = wanted.filter(({ sign }) => !existsSync(sign)).map(({ name }) => name);
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0) throw new Error(`Missing on this system. Type: sudo apt-get ${install.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  run('apt-get', install, { env });
};
