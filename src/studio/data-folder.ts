import { statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where this system keeps what an application must not lose. */
export const defaultLibraryPath = (): string => {
  const { CUEFORGE_HOME, XDG_DATA_HOME, APPDATA } = process.env;
  if (CUEFORGE_HOME) return join(CUEFORGE_HOME, 'library');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Cueforge');
  if (process.platform === 'win32') return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Cueforge');
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'cueforge');
};

/** Free bytes of the disk a folder is on, or will be; null: unknown. */
export const freeBytes = async (folder: string): Promise<number | null> => {
  for (let at = folder; ; at = dirname(at)) {
    const found = await statfs(at).catch(() => null);
    if (found) return found.bavail * found.bsize;
    if (dirname(at) === at) return null;
  }
};
