import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import {
  CueforgeError,
  type Cuelist,
  type CuelistDocument,
  formatProblem,
  isSessionFile,
  type Problem,
  parseCuelistFile,
  toFailure,
} from '../../model/index.ts';

/** A cuelist file is text written by people: beyond this it is something else. Bytes. */
const LARGEST_FILE = 32 * 1024 * 1024;

/** The text of a cuelist file. Throws `cuelist-missing`. */
export const readCuelistText = async (path: string): Promise<string> => {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_FILE)
      throw new CueforgeError('cuelist-missing', `${path} has ${size} bytes; a cuelist has at most 32 MiB`, { path });
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = toFailure(error);
    if (error instanceof CueforgeError) throw error;
    if (code === 'file-missing') throw new CueforgeError('cuelist-missing', `There is no cuelist at ${path}`, { path });
    throw new CueforgeError('cuelist-missing', `The cuelist ${path} cannot be read: ${message}`, { path });
  }
};

export interface ReadCuelist {
  readonly cuelist: Cuelist;
  /** As a file of ours, unknown keys and all. */
  readonly document: CuelistDocument;
  /** What is to be said of it; none of it keeps the list from being used. */
  readonly problems: readonly Problem[];
}

/** What a text that was read from `path` says, whatever its form. Throws `cuelist-invalid` with every error in it. */
export const parseCuelistText = (path: string, text: string, list?: string): ReadCuelist => {
  const { cuelist, document, problems } = parseCuelistFile(text, { name: basename(path), list });
  if (cuelist !== null) return { cuelist, document: document as CuelistDocument, problems };
  const errors = problems.filter(({ severity }) => severity === 'error');
  const lines = errors.map((problem) => `  ${formatProblem(problem)}`);
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  throw new CueforgeError('cuelist-invalid', `${path} has ${count}:\n${lines.join('\n')}`, { path, problems });
};

/** Whether a text is of another form, which becomes a cuelist file of ours: a session of other tools, M3U, CSV. */
export const isOtherForm = (path: string, text: string): boolean => {
  if (['.m3u', '.m3u8', '.csv'].includes(extname(path).toLowerCase())) return true;
  try {
    return isSessionFile(JSON.parse(text));
  } catch {
    return false; // no JSON: reading it says so
  }
};
