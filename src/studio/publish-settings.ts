import { join, resolve } from 'node:path';
import type { PublishTarget } from '../contract/index.ts';
import { defaultLibraryPath } from './data-folder.ts';
import { openSettings } from './settings-file.ts';

/** The publish targets of a library's settings, without opening the library. */
export const readPublishTargets = async (libraryPath?: string): Promise<readonly PublishTarget[]> => {
  const settings = await openSettings(join(resolve(libraryPath ?? defaultLibraryPath()), 'settings.json'));
  return settings.get().publishTargets;
};
