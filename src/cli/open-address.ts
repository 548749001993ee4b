import { spawn } from 'node:child_process';

/** Opens an address in the user's browser, where there is a screen. It was printed too: that nothing opens is no failure. */
export const openAddress = (url: string): void => {
  const [program, ...args] = opener(url);
  if (program === undefined) return;
  spawn(program, args, { detached: true, stdio: 'ignore' })
    .on('error', () => undefined)
    .unref();
};

const opener = (url: string): string[] => {
  if (process.platform === 'darwin') return ['open', url];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open', url] : [];
};
