import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSettings } from '../../../src/studio/settings-file.ts';

const place = () => join(mkdtempSync(join(tmpdir(), 'cueforge-settings-')), 'settings.json');

describe('settings', () => {
  it('have defaults, and are what was set when they are opened again', async () => {
    const path = place();
    const file = await openSettings(path);
    expect(file.get()).toMatchObject({ theme: 'dark', targetLufs: -14, watchedFolders: [] });
    await Promise.all([file.set({ theme: 'light' }), file.set({ targetLufs: -16 })]);
    expect((await openSettings(path)).get()).toMatchObject({ theme: 'light', targetLufs: -16 });
  });

  it('keep what is sound in a damaged file, and set aside what is no JSON', async () => {
    const path = place();
    writeFileSync(path, '{"theme":"light","targetLufs":"loud"}');
    expect((await openSettings(path)).get()).toMatchObject({ theme: 'light', targetLufs: -14 });
    writeFileSync(path, '{"theme":');
    expect((await openSettings(path)).get()).toMatchObject({ theme: 'dark' });
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe('{"theme":');
  });
});
