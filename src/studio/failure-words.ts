import { CueforgeError, type Failure, toFailure } from '../model/index.ts';
import { withTargetPaths } from '../render/index.ts';

/**
 * A failure of an export as a sentence for a person: what the operating system said is put into words, and a file in the
 * making has the name that it is to get. `folder`: where the files are made.
 */
export const inWords = (failure: Failure, folder: string): Failure => {
  const { code, details } = failure;
  const message = withTargetPaths(failure.message);
  const said = { ...details, said: failure.message };
  const system = systemCode(message);
  if (system === null ? /No space left on device/.test(message) : code === 'disk-full') {
    const sentence = `The disk that holds ${folder} is full. What was finished before is there, and nothing of it was lost`;
    return { code: 'disk-full', message: sentence, details: said };
  }
  if (system === null) {
    if (message === failure.message) return failure;
    const made = /"(.+?)"/.exec(message)?.[1];
    return { code, message: code === 'file-missing' && made ? gone(made) : message, details: said };
  }
  const path = /, \w+ '(.+?)'(?: -> '.+')?$/.exec(message)?.[1];
  const sentence = WORDS[system]?.(path?.replace(ATOMIC, '$1') ?? folder);
  return { code, message: sentence ?? message, details: said };
};

/** Documents are written beside their names, under these with a number. */
const ATOMIC = /(\.(?:json|vtt|lrc|html))\.\d+$/;

const gone = (path: string): string =>
  `${path} is not there any more: its folder was moved or removed, or its drive is away`;
const locked = (path: string): string => `${path} may not be written, or another program has locked it`;
const WORDS: Readonly<Record<string, (path: string) => string>> = {
  ...{ ENOENT: gone, ENOTDIR: gone, ESTALE: gone, ENOTCONN: gone, EHOSTDOWN: gone },
  ...{ EACCES: locked, EPERM: locked, EBUSY: locked, ETXTBSY: locked },
  EISDIR: (path) => `${path} cannot be written: there is a folder of that name`,
  EROFS: (path) => `${path} is on a disk that cannot be written`,
};

/** Why a folder cannot be made, or not be written to: `folder-unwritable` or `disk-full`. */
export const folderUnwritable = (folder: string, error: unknown): CueforgeError => {
  const { code, message } = toFailure(error);
  const details = { path: folder, said: message };
  if (code === 'disk-full') return new CueforgeError(code, `The disk that holds ${folder} is full`, details);
  const cause = CAUSES[systemCode(message) ?? ''] ?? message;
  return new CueforgeError('folder-unwritable', `The folder ${folder} cannot be written to: ${cause}`, details);
};

const away = 'its drive is away';
const denied = 'that is not allowed, or another program has locked it';
const CAUSES: Readonly<Record<string, string>> = {
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'what would be a folder above it is a file',
  ENOENT: 'a folder above it is not there, and cannot be made',
  ...{ ESTALE: away, ENOTCONN: away, EHOSTDOWN: away },
  ...{ EACCES: denied, EPERM: denied, EBUSY: denied },
  EROFS: 'its disk can only be read',
  ENAMETOOLONG: 'its name is too long',
};

/** The operating system's own code, as Node puts it before what it says: `ENOENT: no such file or directory, …`. */
const systemCode = (message: string): string | null => /^(E[A-Z0-9]+):/.exec(message)?.[1] ?? null;
