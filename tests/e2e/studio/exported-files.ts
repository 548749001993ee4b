import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The paths of all files that the manifest in `folder` names; none before there is a manifest. */
export const exportedInto = (folder: string): string[] => {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) return [];
  const { files }: { files: { file: string }[] } = JSON.parse(readFileSync(manifest, 'utf8'));
  return files.map(({ file }) => join(folder, file));
};
