import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ManifestEntry } from '../render/index.ts';

/** Looks whether what describes files is still beside them. Reads each folder's manifest once. */
export interface DocumentsThere {
  /** Why what describes a file is not as an export left it, a sentence; null: it is all there. */
  differ(path: string): Promise<string | null>;
}

export const createDocumentsThere = (): DocumentsThere => {
  const manifests = new Map<string, Promise<readonly Partial<ManifestEntry>[] | null>>();
  return {
    async differ(path) {
      const folder = dirname(path);
      const reading = manifests.get(folder) ?? readManifest(folder);
      manifests.set(folder, reading);
      const files = await reading;
      if (files === null) return 'The manifest beside it was removed since';
      const entry = files.find(({ file }) => file === basename(path));
      if (entry === undefined) return 'The manifest beside it does not name it any more';
      for (const name of Array.isArray(entry.documents) ? entry.documents : [])
        if (!(await isThere(join(folder, String(name))))) return `${name} was removed since`;
      return null;
    },
  };
};

const readManifest = async (folder: string): Promise<readonly Partial<ManifestEntry>[] | null> => {
  try {
    const { files } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    return Array.isArray(files) ? files : null;
  } catch {
    return null;
  }
};

const isThere = (path: string): Promise<boolean> =>
  stat(path)
    .then((found) => found.isFile())
    .catch(() => false);
