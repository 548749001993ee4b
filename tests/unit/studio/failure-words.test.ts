import { describe, expect, it } from 'vitest';
import { CueforgeError, toFailure } from '../../../src/model/index.ts';
import { folderUnwritable, inWords } from '../../../src/studio/failure-words.ts';

/** An error as Node throws it: `EBUSY: resource busy or locked, rename 'a' -> 'b'`. */
const systemError = (code: string, rest: string): Error => Object.assign(new Error(`${code}: ${rest}`), { code });
const told = (error: Error): { code: string; message: string } => {
  const { code, message } = inWords(toFailure(error), '/out');
  return { code, message };
};

describe('a failure of an export names the file it was to be', () => {
  const locked = '/out/ride_full.mp3 may not be written, or another program has locked it';
  const gone = '/out/ride_full.mp3 is not there any more: its folder was moved or removed, or its drive is away';
  it.each([
    ['EPERM', "operation not permitted, rename '/out/.ride_full.mp3.71.partial' -> '/out/ride_full.mp3'", locked],
    ['EBUSY', "resource busy or locked, open '/out/.ride_full.mp3.71.partial'", locked],
    ['EACCES', "permission denied, open '/out/.ride_full.mp3.71.partial.tags'", locked],
    ['ENOENT', "no such file or directory, open '/out/.ride_full.mp3.71.partial'", gone],
    ['ENOENT', "no such file or directory, copyfile '/out/.ride_full.mp3.71.partial' -> '/cache/a.sound'", gone],
    ['ENOTDIR', "not a directory, rename '/out/.ride_full.mp3.71.partial' -> '/out/ride_full.mp3'", gone],
    [
      'EISDIR',
      "illegal operation on a directory, rename '/out/.ride_full.mp3.71.partial' -> '/out/ride_full.mp3'",
      '/out/ride_full.mp3 cannot be written: there is a folder of that name',
    ],
    [
      'EPERM',
      "operation not permitted, rename 'C:\\Ana's\\.a b.wav.9.partial' -> 'C:\\Ana's\\a b.wav'",
      "C:\\Ana's\\a b.wav may not be written, or another program has locked it",
    ],
    [
      'EACCES',
      "permission denied, open '/out/manifest.json.2349081772'",
      '/out/manifest.json may not be written, or another program has locked it',
    ],
    ['EROFS', 'read-only file system, write', '/out is on a disk that cannot be written'],
  ])('%s: %s', (code, rest, sentence) => {
    expect(told(systemError(code, rest)).message).toBe(sentence);
  });

  it('also where a decoder or an encoder says it', () => {
    const partial = '/out/.ride_full.mp3.71.partial';
    expect(told(new CueforgeError('file-missing', `"${partial}" does not exist`))).toEqual({
      code: 'file-missing',
      message: gone,
    });
    expect(told(new CueforgeError('media-truncated', `"${partial}" is truncated: it says 2 s`)).message).toBe(
      '"/out/ride_full.mp3" is truncated: it says 2 s',
    );
    const full = told(new CueforgeError('ffmpeg-failed', 'The encoder failed: No space left on device'));
    expect(full.code).toBe('disk-full');
  });

  it('and leaves what is a sentence already', () => {
    const failure = { code: 'take-missing', message: 'Cue gone: "/in/.a.partial" does not exist' } as const;
    expect(inWords(failure, '/out')).toBe(failure);
  });
});

describe('a folder that cannot be written to', () => {
  it.each([
    ['EEXIST', 'there is a file of that name'],
    ['ENOTDIR', 'what would be a folder above it is a file'],
    ['EACCES', 'that is not allowed, or another program has locked it'],
    ['EROFS', 'its disk can only be read'],
  ])('says why: %s', (code, why) => {
    const { failure } = folderUnwritable('/out', systemError(code, "…, mkdir '/out'"));
    expect(failure).toMatchObject({
      code: 'folder-unwritable',
      message: `The folder /out cannot be written to: ${why}`,
    });
  });

  it('is of a full disk where it is that', () => {
    const { failure } = folderUnwritable('/out', systemError('ENOSPC', "no space left on device, mkdir '/out'"));
    expect(failure).toMatchObject({ code: 'disk-full', message: 'The disk that holds /out is full' });
  });
});
