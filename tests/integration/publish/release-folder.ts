import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder as an export leaves it; the sound is noise, which is all that a store looks at. */
export interface ReleaseFolder {
  readonly path: string;
  /** Puts files of so many bytes there, with a manifest that names them, and nothing else. */
  write(files: Readonly<Record<string, number>>): void;
  remove(): void;
}

export const createReleaseFolder = (): ReleaseFolder => {
  const path = mkdtempSync(join(tmpdir(), 'cueforge-release-'));
  return {
    path,
    write(files) {
      for (const name of readdirSync(path)) rmSync(join(path, name));
      const entries = Object.entries(files).map(([file, bytes]) => {
        const content = randomBytes(bytes);
        writeFileSync(join(path, file), content);
        writeFileSync(
          join(path, file.replace(/\.\w+$/, '.vtt')),
          `WEBVTT\n\n${file} ${content.toString('hex', 0, 8)}\n`,
        );
        return {
          workout: 'ride',
          file,
          variant: file,
          sha256: createHash('sha256').update(content).digest('hex'),
          bytes,
        };
      });
      writeFileSync(join(path, 'ride.json'), JSON.stringify({ id: 'ride', urls: Object.keys(files) }));
      writeFileSync(join(path, 'manifest.json'), JSON.stringify({ engine: { name: 'Cueforge' }, files: entries }));
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
};
