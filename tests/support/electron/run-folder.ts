import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Names the folder that the files of one run of the tests have in common; the run makes it and removes it. */
export const RUN_FOLDER = 'CUEFORGE_TEST_RUN';

/** A place in the folder of this run; null: nobody runs tests, or one by itself that has no such folder. */
export const inThisRun = (name: string): string | null => {
  const folder = process.env[RUN_FOLDER];
  return folder ? join(folder, name) : null;
};

/** Does what takes long once in a run, however many files of tests ask for it; where there is no run, each time. */
export const onceInThisRun = (name: string, act: () => void): void => {
  const mark = inThisRun(name);
  if (mark !== null && existsSync(mark)) return;
  act();
  if (mark !== null) mkdirSync(mark);
};
