import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Library, openLibrary } from '../../../src/library/index.ts';
import { codeOf, DAY, MORNING, scratchLibrary, sound, titles } from './sounds.ts';

let files: ReturnType<typeof scratchLibrary>;
let library: Library | null;
beforeEach(() => {
  files = scratchLibrary();
  library = null;
});
afterEach(async () => {
  vi.useRealTimers();
  await library?.close();
  files.remove();
});

const open = async (): Promise<Library> => {
  library = await openLibrary(files);
  return library;
};
const file = (): string => join(files.folder, 'library.db');
const backups = (): string[] => readdirSync(join(files.folder, 'backups')).sort();
/** Files set aside; what SQLite had beside them not counted. */
const aside = (): string[] => readdirSync(files.folder).filter((name) => /^library-damaged-.*\.db$/.test(name));

/** A closed library with A and B, the backup of which holds A alone. */
const withBackup = async (): Promise<void> => {
  const made = await open();
  await made.addFile(sound('A', { tags: ['warm'] }));
  for (let n = 0; n < 200; n++) await made.addFile(sound(`Filler ${n}`, { kind: 'tone' }));
  made.edit([sound('A').id], { notes: 'kept' });
  await made.backUp();
  await made.addFile(sound('B'));
  await made.close();
  files.clock.at += 1000;
};

describe('a damaged file is set aside and the backup opened', () => {
  test.each<[string, (path: string) => void]>([
    ['cut short', (path) => truncateSync(path, 3 * 4096 + 100)],
    ['emptied', (path) => truncateSync(path, 0)],
    ['no database', (path) => writeFileSync(path, 'Dear diary, this is no library.\n'.repeat(500))],
    ['a header of zeros', (path) => overwrite(path, 0, 100)],
    ['a schema of noise', (path) => overwrite(path, 100, 4096)],
    ['pages of noise', (path) => overwrite(path, 4 * 4096, 30 * 4096)],
  ])('%s', async (_, harm) => {
    await withBackup();
    harm(file());
    const harmed = readFileSync(file());
    const again = await open();
    const { recovered, assets, backedUpAt } = again.summary();
    expect(aside()).toHaveLength(1);
    expect(recovered).toContain(aside()[0]);
    expect(recovered).toContain('The backup of 2026-11-21, 09:00 UTC was opened');
    expect(assets).toBe(201);
    expect(backedUpAt).toBe(MORNING);
    expect(titles(again, { text: 'warm kept' })).toEqual(['A']);
    expect(again.history().undo).toBe('Change the notes of “A”');
    expect(readFileSync(join(files.folder, aside()[0]))).toEqual(harmed);
    await again.addFile(sound('C'));
    await again.close();
    // From then on it is a library like others.
    expect((await open()).summary()).toMatchObject({ recovered: null, assets: 202 });
  });

  const overwrite = (path: string, from: number, to: number): void => {
    const bytes = readFileSync(path);
    for (let i = from; i < to; i++) bytes[i] = from === 0 ? 0 : (i * 31 + (i >> 3)) & 255;
    writeFileSync(path, bytes);
  };

  test('the newest backup that is sound; what SQLite had beside the file goes with it', async () => {
    await withBackup();
    const [sane] = backups();
    const newer = sane.replace('T09', 'T10');
    copyFileSync(join(files.folder, 'backups', sane), join(files.folder, 'backups', newer));
    overwrite(join(files.folder, 'backups', newer), 4 * 4096, 30 * 4096);
    overwrite(file(), 4 * 4096, 30 * 4096);
    writeFileSync(`${file()}-wal`, 'left by a crash');
    const { recovered, assets } = (await open()).summary();
    expect(assets).toBe(201);
    expect(recovered).toContain('09:00 UTC');
    expect(aside()).toHaveLength(1);
    expect(readFileSync(join(files.folder, `${aside()[0]}-wal`), 'utf8')).toBe('left by a crash');
    expect(backups()).toContain(sane);
  });

  test('without a sound backup it starts empty and says so', async () => {
    await withBackup();
    rmSync(join(files.folder, 'backups'), { recursive: true });
    overwrite(file(), 4 * 4096, 30 * 4096);
    const { recovered, assets } = (await open()).summary();
    expect(assets).toBe(0);
    expect(recovered).toMatch(/kept as “library-damaged-.*no sound backup/);
    expect(aside()).toHaveLength(1);
  });

  test('a file that is gone comes back from the backup, also when a rescue was cut short', async () => {
    await withBackup();
    rmSync(file());
    writeFileSync(`${file()}.restored`, 'half a cop');
    const again = await open();
    expect(again.summary()).toMatchObject({ assets: 201, recovered: expect.stringContaining('was gone') });
    expect(aside()).toEqual([]);
    expect(existsSync(`${file()}.restored`)).toBe(false);
  });

  test('a first start that was cut short is no damage', async () => {
    mkdirSync(files.folder);
    writeFileSync(file(), '');
    expect((await open()).summary()).toMatchObject({ assets: 0, recovered: null });
    expect(aside()).toEqual([]);
  });

  test('twice on one day keeps both', async () => {
    await withBackup();
    for (const _ of [1, 2]) {
      overwrite(file(), 4 * 4096, 30 * 4096);
      expect((await open()).summary().assets).toBe(201);
      await library?.close();
    }
    expect(aside()).toHaveLength(2);
  });
});

test('what cannot be read is a failure, and nothing is set aside', async () => {
  mkdirSync(file(), { recursive: true });
  expect(await codeOf(open)).toBe('library-unreadable');
  expect(aside()).toEqual([]);
  files.write('in the way');
  expect(await codeOf(() => openLibrary({ ...files, folder: files.at('in the way') }))).toBe('folder-unwritable');
  expect(await codeOf(() => openLibrary({ ...files, folder: files.at('in the way/below') }))).toBe('folder-unwritable');
});

describe('backups', () => {
  test('hold the newest of each of seven days', async () => {
    const some = await open();
    await some.addFile(sound('A'));
    for (let day = 0; day < 9; day++) {
      await some.backUp();
      files.clock.at += 60_000;
      expect(await some.backUp()).toBe(files.clock.at);
      expect(some.summary().backedUpAt).toBe(files.clock.at);
      files.clock.at += DAY - 60_000;
    }
    expect(backups()).toEqual(Array.from({ length: 7 }, (_, n) => `library-2026-11-${23 + n}T09-01-00.000Z.db`));
  });

  test('are made when the newest is a day old: at start, and every hour that the library stays open', async () => {
    const first = await open();
    await first.addFile(sound('A'));
    await first.close();
    await (await open()).close();
    expect(backups()).toHaveLength(1);
    files.clock.at += DAY - 1;
    await (await open()).close();
    expect(backups()).toHaveLength(1);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const long = await open();
    files.clock.at += 1;
    vi.advanceTimersByTime(3_600_000);
    await long.close();
    expect(backups()).toHaveLength(2);
    const held = await open();
    held.holdBackups(true);
    files.clock.at += DAY;
    vi.advanceTimersByTime(2 * 3_600_000);
    expect(backups()).toHaveLength(2);
    held.holdBackups(false);
    await held.close();
    expect(backups()).toHaveLength(3);
  });

  test('leave nothing half-made, and let writing go on', async () => {
    mkdirSync(join(files.folder, 'backups'), { recursive: true });
    writeFileSync(join(files.folder, 'backups', 'library-2026-11-20T09-00-00.000Z.db.partial'), 'half');
    writeFileSync(join(files.folder, 'backups', 'holiday.txt'), 'not ours');
    const some = await open();
    for (let n = 0; n < 2000; n++) await some.addFile(sound(`S${n}`));
    const done = some.backUp();
    const joined = some.backUp();
    let written = 0;
    for (let going = true; going; written++) {
      some.edit([sound('S1').id], { title: `T${written}` });
      going = await Promise.race([done.then(() => false), new Promise<boolean>((r) => setImmediate(() => r(true)))]);
    }
    expect(await joined).toBe(await done);
    expect(written).toBeGreaterThan(2);
    expect(backups()).toEqual(['holiday.txt', 'library-2026-11-21T09-00-00.000Z.db']);
  });

  test('that cannot be made in the background are told, and stop nothing', async () => {
    const first = await open();
    await first.addFile(sound('A'));
    await first.close();
    writeFileSync(join(files.folder, 'backups'), 'in the way');
    const onTrouble = vi.fn();
    library = await openLibrary({ ...files, onTrouble });
    await expect.poll(() => onTrouble.mock.calls.length).toBe(1);
    expect(titles(library)).toEqual(['A']);
    expect(await codeOf(() => library?.backUp())).toBe('folder-unwritable');
  });
});
