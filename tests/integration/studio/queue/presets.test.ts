import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportPreset } from '../../../../src/contract/index.ts';
import { createExportPresets } from '../../../../src/studio/export-presets.ts';
import { scratch } from './desk.ts';

describe('presets of exports', () => {
  const place = scratch();
  afterAll(place.remove);
  const presets = createExportPresets(join(place.folder, 'presets'));
  const club = exportPreset.parse({
    id: 'club',
    name: 'Club',
    formats: ['mp3', 'flac'],
    target: -9,
    ducking: 'punchy',
  });
  const refused = (message: string) => ({ failure: { code: 'bad-argument', message } });

  it('come with Cueforge, and cannot be changed', async () => {
    const listed = await presets.list();
    expect(listed.map(({ id, target, builtIn }) => [id, target, builtIn])).toEqual([
      ['default', null, true],
      ['streaming', -14, true],
      ['podcast', -16, true],
      ['broadcast', -23, true],
      ['stems', null, true],
    ]);
    // Two of them never write over each other's files.
    expect(new Set(listed.map(({ naming }) => naming)).size).toBe(listed.length);
    await expect(presets.save({ ...club, id: 'podcast' })).rejects.toMatchObject(
      refused('"podcast" came with Cueforge and cannot be changed: save it under another name'),
    );
    await expect(presets.remove('podcast')).rejects.toMatchObject({ failure: { code: 'bad-argument' } });
  });

  it('are kept, shared as a file, and taken in again', async () => {
    await presets.save(club);
    expect(await createExportPresets(join(place.folder, 'presets')).get('club')).toEqual(club);
    const shared = await presets.shareTo('club', join(place.folder, 'Our club'));
    expect(shared).toBe(join(place.folder, 'Our club.json'));
    // What is there already is not doubled; what is another gets a name of its own.
    expect(await presets.importFrom(shared)).toMatchObject({ id: 'club' });
    writeFileSync(shared, readFileSync(shared, 'utf8').replace('-9', '-8'));
    expect(await presets.importFrom(shared)).toMatchObject({ id: 'club-2', target: -8, builtIn: false });
    const podcast = await presets.shareTo('podcast', join(place.folder, 'podcast.json'));
    expect(await presets.importFrom(podcast)).toMatchObject({ id: 'podcast', builtIn: true });
    await presets.remove('club-2');
    expect((await presets.list()).filter(({ builtIn }) => !builtIn).map(({ id }) => id)).toEqual(['club']);
    await expect(presets.get('club-2')).rejects.toMatchObject(refused('There is no preset "club-2"'));
  });

  it('are refused where they make no sense', async () => {
    await expect(presets.save({ ...club, naming: '{nobody}' })).rejects.toThrow('{nobody} is none of them');
    await expect(presets.save({ ...club, folder: 'here' })).rejects.toThrow('is not an absolute path');
    await expect(presets.save({ ...club, bitrates: { mp3: 333 } })).rejects.toThrow('got 333');
    const at = join(place.folder, 'other.json');
    writeFileSync(at, '{"id":"ride"}');
    await expect(presets.importFrom(at)).rejects.toMatchObject(refused(`${at} is no preset of exports`));
    writeFileSync(at, '{"kind":"cueforge-export-preset","name":"Loud","target":3}');
    await expect(presets.importFrom(at)).rejects.toThrow(`${at} is no preset of exports: target:`);
    await expect(presets.importFrom(join(place.folder, 'none.json'))).rejects.toMatchObject({
      failure: { code: 'file-missing' },
    });
  });

  it('that are damaged are set aside, not lost', async () => {
    const folder = join(place.folder, 'damaged');
    mkdirSync(folder);
    writeFileSync(join(folder, 'mine.json'), '{"kind":"cueforge-exp');
    expect((await createExportPresets(folder).list()).every(({ builtIn }) => builtIn)).toBe(true);
    expect(readFileSync(join(folder, 'mine.json.damaged'), 'utf8')).toBe('{"kind":"cueforge-exp');
  });
});
