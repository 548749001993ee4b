import { readFile, rename } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';
import { DEFAULT_SETTINGS, type Settings, settings, type settingsChange } from '../contract/index.ts';

export interface SettingsFile {
  get(): Settings;
  /** Merges and writes; resolves when it is on the disk. */
  set(change: z.infer<typeof settingsChange>): Promise<Settings>;
}

/**
 * Settings in a JSON file. A field that is damaged or unknown takes its default; a file that is no JSON is set aside as
 * `<name>.damaged`, so that nothing a person wrote is lost.
 */
export const openSettings = async (path: string): Promise<SettingsFile> => {
  let current = await read(path);
  let writing: Promise<void> = Promise.resolve();
  return {
    get: () => current,
    async set(change) {
      current = settings.parse({ ...current, ...change });
      const text = `${JSON.stringify(current, null, 2)}\n`;
      writing = writing.catch(() => undefined).then(() => writeFileAtomic(path, text));
      await writing;
      return current;
    },
  };
};

const read = async (path: string): Promise<Settings> => {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  try {
    const document = JSON.parse(text) as Record<string, unknown>;
    const sound = Object.entries(settings.shape).filter(([key, shape]) => shape.safeParse(document[key]).success);
    return { ...DEFAULT_SETTINGS, ...Object.fromEntries(sound.map(([key]) => [key, document[key]])) };
  } catch {
    await rename(path, `${path}.damaged`).catch(() => undefined);
    return DEFAULT_SETTINGS;
  }
};
