import { copyFileSync, readFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Library, openLibrary } from '../../../../src/library/index.ts';
import { type AssetAnalyzer, createAssetAnalyzer, type FfmpegBinary, findFfmpeg } from '../../../../src/media/index.ts';
import { createSourcePool, type SourcePool } from '../../../../src/session/index.ts';
import { importSounds } from '../../../../src/studio/import-sounds.ts';
import { createLayerFacts, type KnownFiles } from '../../../../src/studio/run/layer-facts.ts';
import { run, scratch, writeNoise } from '../../media/sound-files.ts';
import { decodeWhole, firstApart } from '../../session/source-sounds.ts';

const files = scratch();
const cacheDir = files.at('cache');
let ffmpeg: FfmpegBinary;
let library: Library;
let analyzer: AssetAnalyzer;
let pool: SourcePool;
let imported: (readonly string[])[] = [];
const known: KnownFiles[] = [];

/** What the studio does with an import, without its window. */
const bringIn = async (paths: readonly string[]): Promise<void> => {
  imported.push(paths);
  const host = { library, analyzer, threads: 1, clock: () => performance.now(), changed: () => undefined };
  await importSounds(paths, host, {
    signal: new AbortController().signal,
    report: () => undefined,
    problem: () => undefined,
    piece: (work) => work(new AbortController().signal),
  });
};
const openFacts = (): { facts: KnownFiles; told: string[][] } => {
  const told: string[][] = [];
  const facts = createLayerFacts({ library, cacheDir, openSource: pool.open, importSounds: bringIn });
  facts.onChange((paths) => told.push([...paths]));
  known.push(facts);
  imported = [];
  return { facts, told };
};

beforeAll(async () => {
  ffmpeg = await findFfmpeg(null);
  library = await openLibrary({ folder: files.at('library'), now: () => 1 });
  analyzer = createAssetAnalyzer({ cacheDir, ffmpeg, threads: 1 });
  pool = createSourcePool({ ffmpeg, resolve: (file) => file, cached: async () => null });
  writeNoise(files.at('a.wav'), { length: 100_001 });
  writeNoise(files.at('low.wav'), { length: 70_000, rate: 44_100 });
  run(ffmpeg, '-i', files.at('low.wav'), files.at('low.mp3'));
  writeFileSync(files.at('words.wav'), 'These are words.\n'.repeat(100));
});
afterAll(async () => {
  await Promise.all(known.map((each) => each.close()));
  await Promise.all([pool.close(), analyzer.close()]);
  await library.close();
  files.remove();
});

describe('the files of a cuelist', () => {
  it('are known by what they say of themselves, each looked at once', async () => {
    const { facts, told } = openFacts();
    const paths = ['a.wav', 'low.mp3', 'words.wav', 'nowhere.wav', 'a.wav'].map(files.at);
    expect(facts.of(paths[0])).toMatchObject({ looked: false, frames: null, broken: null });
    await facts.look(paths);
    expect(told).toEqual([expect.arrayContaining(paths.slice(0, 4))]);
    expect(told[0]).toHaveLength(4);
    expect(facts.of(paths[0])).toMatchObject({
      ...{ looked: true, bytes: 44 + 400_004, frames: 100_001, broken: null, asset: null },
      identity: expect.stringMatching(/a\.wav\|400048\|\d/),
    });
    expect(facts.of(paths[1])).toMatchObject({ frames: Math.round((70_000 * 48) / 44.1), broken: null });
    expect(facts.of(paths[2]).broken).toMatch(/has no sound that can be read|is not audio/);
    expect(facts.of(paths[3])).toMatchObject({ broken: `"${paths[3]}" does not exist`, identity: null, bytes: null });
    await facts.look(paths);
    expect(told).toHaveLength(1);
    expect(imported).toEqual([]);
  });

  it('are noticed when they change, go and come back', async () => {
    const { facts, told } = openFacts();
    const path = files.at('mine.wav');
    copyFileSync(files.at('a.wav'), path);
    await facts.look([path]);
    const { identity } = facts.of(path);
    writeNoise(path, { length: 50_000 });
    await facts.look([path]);
    expect(facts.of(path)).toMatchObject({ frames: 50_000, broken: null });
    expect(facts.of(path).identity).not.toBe(identity);
    rmSync(path);
    await facts.look([path]);
    expect(facts.of(path).broken).toBe(`"${path}" does not exist`);
    writeNoise(path, { length: 60_000 });
    await facts.look([path]);
    expect(facts.of(path)).toMatchObject({ frames: 60_000, broken: null });
    expect(told).toEqual([[path], [path], [path], [path]]);
    // As long as before, and another file.
    const before = facts.of(path).identity;
    utimesSync(path, 1_000, 1_000);
    await facts.look([path]);
    expect(facts.of(path).identity).not.toBe(before);
  });

  it('are brought into the library when the caller says so, and have their sound in its cache then', async () => {
    const { facts, told } = openFacts();
    const paths = ['low.mp3', 'words.wav', 'nowhere.wav'].map(files.at);
    await facts.look(paths, { importing: true });
    await vi.waitFor(() => expect(facts.of(paths[0]).asset).not.toBeNull(), 10_000);
    expect(imported).toEqual([[paths[0]]]);
    expect(told.at(-1)).toEqual([paths[0]]);
    const meant = await decodeWhole(paths[0], ffmpeg);
    expect(facts.of(paths[0])).toMatchObject({ frames: meant.length / 2 });
    expect(library.row(facts.of(paths[0]).asset!)).toMatchObject({ path: paths[0], analysis: 'done' });
    const sound = await facts.cached(paths[0]);
    const stored = readFileSync(sound!.path);
    expect(firstApart(new Float32Array(stored.buffer, stored.byteOffset, stored.length / 4), meant)).toBe(-1);
    // What is there is not brought again, here or in another session.
    await facts.look(paths, { importing: true });
    const { facts: later } = openFacts();
    await later.look([paths[0]], { importing: true });
    expect(later.of(paths[0])).toMatchObject({ frames: meant.length / 2 });
    expect(imported).toEqual([]);
  });

  it('are known to the library by their bytes, wherever they lie', async () => {
    const { facts } = openFacts();
    const [one, two] = [files.at('low.mp3'), files.at('copy.mp3')];
    copyFileSync(one, two);
    await facts.look([one, two], { importing: true });
    await vi.waitFor(() => expect(facts.of(two).asset).not.toBeNull(), 10_000);
    expect(facts.of(two).asset).toBe(facts.of(one).asset);
    expect(await facts.cached(two)).toEqual(await facts.cached(one));
  });

  it('sound from the cache when they are gone, and not when they are others', async () => {
    const { facts } = openFacts();
    const path = files.at('low.mp3');
    const away = files.at('away.mp3');
    await facts.look([path]);
    const sound = await facts.cached(path);
    expect(sound).not.toBeNull();
    renameSync(path, away);
    expect(await facts.cached(path)).toEqual(sound);
    await facts.look([path]);
    expect(facts.of(path).broken).toMatch(/does not exist/);
    expect(await facts.cached(path)).toEqual(sound);
    copyFileSync(files.at('a.wav'), path);
    expect(await facts.cached(path)).toBeNull();
    // Another one since it was looked at.
    renameSync(away, path);
    await facts.look([path]);
    expect(await facts.cached(path)).toEqual(sound);
    renameSync(path, away);
    copyFileSync(files.at('a.wav'), path);
    expect(await facts.cached(path)).toBeNull();
    renameSync(away, path);
  });

  it('that were cut short play as far as they go, with a word', async () => {
    const { facts } = openFacts();
    const path = files.at('cut.wav');
    copyFileSync(files.at('a.wav'), path);
    truncateSync(path, 44 + 30_000 * 4);
    await facts.look([path], { importing: true });
    await vi.waitFor(() => expect(facts.of(path).trouble).toMatch(/is truncated/), 10_000);
    expect(facts.of(path)).toMatchObject({ broken: null, asset: null });
    await facts.look([path], { importing: true });
    expect(imported).toEqual([[path]]);
  });
});
