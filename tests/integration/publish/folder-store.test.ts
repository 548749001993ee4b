import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFolderStore, readRelease } from '../../../src/render/index.ts';
import { publish } from './publishing.ts';
import { createReleaseFolder } from './release-folder.ts';

const failureOf = (work: Promise<unknown>): Promise<{ code: string; message: string }> =>
  work.then(
    () => ({ code: 'none', message: '' }),
    (error) => error.failure,
  );

describe('a folder as a store', () => {
  const root = mkdtempSync(join(tmpdir(), 'cueforge-folder-store-'));
  const folder = createReleaseFolder();
  const local = (name: string): Buffer => readFileSync(join(folder.path, name));
  afterAll(() => {
    folder.remove();
    rmSync(root, { recursive: true, force: true });
  });

  it('gets a release, then only what differs, and keeps what is not ours', async () => {
    const place = join(root, 'deep', 'down');
    const store = createFolderStore(place);
    folder.write({ 'a.mp3': 3_000_000, 'b.mp3': 10 });
    expect((await publish(folder.path, store)).sent).toHaveLength(6);
    for (const name of readdirSync(folder.path)) expect(readFileSync(join(place, name)).equals(local(name))).toBe(true);
    expect(await publish(folder.path, store)).toMatchObject({ sent: [], same: { length: 6 } });

    writeFileSync(join(place, 'notes.txt'), 'mine');
    folder.write({ 'a.mp3': 3_000_000 });
    const { plan, removed } = await publish(folder.path, store, { removeOld: true });
    expect([plan.old, plan.foreign, removed]).toEqual([['b.mp3', 'b.vtt'], ['notes.txt'], ['b.mp3', 'b.vtt']]);
    expect(readdirSync(place).sort()).toEqual(['a.mp3', 'a.vtt', 'manifest.json', 'notes.txt', 'ride.json']);
  });

  it('has the releases of several workouts beside each other, whichever comes first', async () => {
    const other = createReleaseFolder('class');
    const named = (place: string): string[] => {
      const { files, documents } = JSON.parse(readFileSync(join(place, 'manifest.json'), 'utf8'));
      return [...files, ...documents].map(({ file }: { file: string }) => file);
    };
    folder.write({ 'a.mp3': 1_000, 'b.mp3': 10 });
    other.write({ 'c.mp3': 1_000 });
    const [place, turned] = [join(root, 'both'), join(root, 'turned')];
    await publish(folder.path, createFolderStore(place));
    const { plan } = await publish(other.path, createFolderStore(place), { removeOld: true });
    expect([plan.old, plan.foreign]).toEqual([[], ['a.mp3', 'a.vtt', 'b.mp3', 'b.vtt', 'ride.json']]);
    const all = ['c.mp3', 'a.mp3', 'b.mp3', 'c.vtt', 'class.json', 'a.vtt', 'b.vtt', 'ride.json'];
    expect(named(place)).toEqual(all);
    expect((await publish(folder.path, createFolderStore(place))).sent).toEqual([]);

    await publish(other.path, createFolderStore(turned));
    await publish(folder.path, createFolderStore(turned));
    expect(readFileSync(join(turned, 'manifest.json'))).toEqual(readFileSync(join(place, 'manifest.json')));

    folder.write({ 'a.mp3': 1_000 });
    expect((await publish(folder.path, createFolderStore(place), { removeOld: true })).removed).toEqual([
      'b.mp3',
      'b.vtt',
    ]);
    expect(named(place)).toEqual(all.filter((file) => !file.startsWith('b.')));
    // A file that another workout takes the name of is that one's from then on.
    other.write({ 'a.mp3': 20 });
    await publish(other.path, createFolderStore(place));
    expect(named(place).filter((file) => file === 'a.mp3')).toEqual(['a.mp3']);
    other.remove();
  });

  it('keeps the release that was there where a file of the new one is not what its manifest says', async () => {
    const place = join(root, 'kept');
    const store = createFolderStore(place);
    folder.write({ 'a.mp3': 2_000_000, 'b.mp3': 10 });
    await publish(folder.path, store);
    const before = ['a.mp3', 'b.mp3', 'manifest.json'].map((name) => readFileSync(join(place, name)));
    folder.write({ 'a.mp3': 2_000_000, 'b.mp3': 10 });
    writeFileSync(join(folder.path, 'b.mp3'), 'otherwise!');
    expect(await failureOf(publish(folder.path, store))).toMatchObject({ code: 'file-changed' });
    const after = ['a.mp3', 'b.mp3', 'manifest.json'].map((name) => readFileSync(join(place, name)));
    expect(after.every((content, at) => content.equals(before[at]))).toBe(true);
    expect(readdirSync(place).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('is cancelled without a trace, and takes away what a process that died left', async () => {
    const place = join(root, 'cancelled');
    mkdirSync(place);
    writeFileSync(join(place, '.a.mp3.999999999.partial'), 'half');
    const store = createFolderStore(place);
    folder.write({ 'a.mp3': 9_000_000 });
    const cancel = new AbortController();
    const cancelled = publish(folder.path, store, {
      signal: cancel.signal,
      onProgress: ({ sentBytes }) => sentBytes > 2_000_000 && cancel.abort(),
    });
    expect(await failureOf(cancelled)).toMatchObject({ code: 'cancelled' });
    expect(readdirSync(place).filter((name) => name.startsWith('.') || name.endsWith('.mp3'))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('keeps the release that was there where the disk is full', async () => {
    const place = join(root, 'full');
    folder.write({ 'a.mp3': 10 });
    await publish(folder.path, createFolderStore(place));
    const before = readFileSync(join(place, 'manifest.json'));
    folder.write({ 'a.mp3': 4_000_000 });
    const program = join(root, 'full.mjs');
    const publishing = new URL('./publishing.ts', import.meta.url).href;
    const render = new URL('../../../src/render/index.ts', import.meta.url).href;
    writeFileSync(
      program,
      `const { publish } = await import(${JSON.stringify(publishing)});
      const { createFolderStore } = await import(${JSON.stringify(render)});
      process.on('SIGXFSZ', () => undefined);
      const store = createFolderStore(${JSON.stringify(place)});
      await publish(${JSON.stringify(folder.path)}, store).catch(({ failure }) => console.log(failure.code));`,
    );
    // ulimit stands for the full disk: a write past it fails at the same place.
    const said = execFileSync('sh', ['-c', 'ulimit -f 2000; exec "$@"', 'sh', process.execPath, program]);
    expect(said.toString().trim()).toBe('disk-full');
    expect(readFileSync(join(place, 'manifest.json')).equals(before)).toBe(true);
    expect(readFileSync(join(place, 'a.mp3')).length).toBe(10);
    expect(readdirSync(place).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('says what keeps it from being written to', async () => {
    folder.write({ 'a.mp3': 10 });
    const file = join(root, 'a file');
    writeFileSync(file, '');
    const failure = await failureOf(publish(folder.path, createFolderStore(join(file, 'below'))));
    expect(failure).toMatchObject({ code: 'folder-unwritable' });
    expect(failure.message).toContain(file);
  });
});

describe('a folder that is published', () => {
  const folder = createReleaseFolder();
  afterAll(folder.remove);
  const manifest = (value: unknown): void => writeFileSync(join(folder.path, 'manifest.json'), JSON.stringify(value));
  const refused = () => failureOf(readRelease(folder.path));

  it('has a manifest that says what it holds', async () => {
    expect((await refused()).message).toContain('there is no manifest.json in it');
    writeFileSync(join(folder.path, 'manifest.json'), '{"files":');
    expect((await refused()).message).toContain('its manifest.json is no JSON');
    manifest({ files: [] });
    expect(await refused()).toMatchObject({ code: 'release-invalid' });
    folder.write({ 'a.mp3': 10 });
    writeFileSync(join(folder.path, 'a.mp3'), 'short');
    expect(await refused()).toMatchObject({ code: 'file-changed', message: expect.stringContaining('5 bytes') });
    rmSync(join(folder.path, 'a.mp3'));
    expect(await refused()).toMatchObject({ code: 'file-missing' });
  });

  it.each(['../up.mp3', '/etc/passwd', 'a/../../b.mp3', '..\\up.mp3', '.hidden.mp3', 'manifest.json', ''])(
    'is not left by a file named %j',
    async (file) => {
      manifest({ files: [{ file, sha256: 'a'.repeat(64), bytes: 1 }] });
      expect(await refused()).toMatchObject({ code: 'release-invalid' });
      expect(existsSync(join(folder.path, 'manifest.json'))).toBe(true);
    },
  );
});
