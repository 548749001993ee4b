import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the test runtime and what is built for it are kept between runs: outside the project, safe to delete. */
export const cacheFolder = (): string => {
  const { CUEFORGE_TEST_ELECTRON, XDG_CACHE_HOME } = process.env;
  return CUEFORGE_TEST_ELECTRON ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cueforge-test-electron');
};
