import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../src/media/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'cueforge-folder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('makeFolder', () => {
  it('makes a folder and its parents, and is content where it is there', async () => {
    const deep = join(folder, 'a', 'b', 'c');
    await makeFolder(deep);
    await makeFolder(deep);
    expect(statSync(deep).isDirectory()).toBe(true);
    await Promise.all([makeFolder(join(folder, 'x', 'y')), makeFolder(join(folder, 'x', 'z'))]);
    expect(statSync(join(folder, 'x', 'z')).isDirectory()).toBe(true);
  });

  it('refuses where a file is in the way', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(makeFolder(join(folder, 'file'))).rejects.toThrow(/EEXIST/);
    await expect(makeFolder(join(folder, 'file', 'b'))).rejects.toThrow(/ENOTDIR/);
  });

  it.runIf(process.platform === 'linux')('comes back where no folder can be made', async () => {
    await expect(makeFolder('/proc/nope/x')).rejects.toThrow(/ENOENT/);
  });
});
