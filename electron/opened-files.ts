import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Files that a command line names: what is no switch and is there. The program is left out, and before packaging the
 * application's folder too, which Electron is given first. `argv` of a second instance has Chromium's switches in between.
 */
export const filesOf = (argv: readonly string[], folder: string, isPackaged: boolean): readonly string[] =>
  argv
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .slice(isPackaged ? 1 : 2)
    .map((argument) => resolve(folder, argument))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
