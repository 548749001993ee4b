import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf } from '../../../electron/opened-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cueforge-argv-'));
  writeFileSync(join(folder, 'ride.json'), '{}');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('files of a command line', () => {
  it('are those that are there, seen from the folder it was typed in', () => {
    expect(filesOf(['/opt/Cueforge', 'ride.json', 'gone.json'], folder, true)).toEqual([join(folder, 'ride.json')]);
  });

  it('are never the program, a switch, a folder or, before packaging, the application', () => {
    const path = join(folder, 'ride.json');
    expect(filesOf([path, '--allow-file-access', folder], folder, true)).toEqual([]);
    expect(filesOf(['electron', '--no-sandbox', path, path], folder, false)).toEqual([path]);
  });
});
