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

export const createReleaseFolder = (workout = 'ride'): ReleaseFolder => {
  const path = mkdtempSync(join(tmpdir(), 'cueforge-release-'));
  return {
    path,
    write(files) {
      for (const name of readdirSync(path)) rmSync(join(path, name));
      const put = (file: string, content: Buffer) => {
        writeFileSync(join(path, file), content);
        const sha256 = createHash('sha256').update(content).digest('hex');
        return { workout, file, sha256, bytes: content.length };
      };
      const entries = Object.entries(files).map(([file, bytes]) => put(file, randomBytes(bytes)));
      const captions = entries.map(({ file, sha256 }) =>
        put(file.replace(/\.\w+$/, '.vtt'), Buffer.from(`WEBVTT\n\n${sha256}\n`)),
      );
      const player = put(
        `${workout}.json`,
        Buffer.from(JSON.stringify({ id: workout, urls: entries.map(({ file }) => file) })),
      );
      const manifest = { engine: { name: 'Cueforge' }, files: entries, documents: [...captions, player] };
      writeFileSync(join(path, 'manifest.json'), JSON.stringify(manifest));
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
};
