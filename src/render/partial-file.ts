import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const PATTERN = /^\..+\.(\d+)\.partial$/;

/** Where a file is written until it may have its name: hidden, beside its target, marked with this process. */
export const partialPath = (target: string): string =>
  join(dirname(target), `.${basename(target)}.${process.pid}.partial`);

/** A text with paths of partial files, or of the tags beside one: with the paths of what they were to be. */
export const withTargetPaths = (text: string): string =>
  text.replace(/([/\\])\.([^/\\]+?)\.\d+\.partial(?:\.tags)?/g, '$1$2');

/** Gives a finished partial file its name, replacing what had it. */
export const publish = (target: string): Promise<void> => rename(partialPath(target), target);

/** Removes a partial file, if there is one. */
export const discard = (target: string): Promise<void> => rm(partialPath(target), { force: true });

/** Removes what processes that are gone (a crash, a power cut) left half-written in a folder. */
export const sweepPartials = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const pid = Number(PATTERN.exec(name)?.[1] ?? Number.NaN);
    if (Number.isInteger(pid) && !isRunning(pid)) await rm(join(folder, name), { force: true });
  }
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
