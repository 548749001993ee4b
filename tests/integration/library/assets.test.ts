import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  assetDetail,
  assetRow,
  librarySummary,
  type OutputOf,
  type ParsedInputOf,
} from '../../../src/contract/index.ts';
import { type Library, openLibrary } from '../../../src/library/index.ts';
import { codeOf, idOf, MORNING, measured, query, scratchLibrary, sound, titles } from './sounds.ts';

let files: ReturnType<typeof scratchLibrary>;
let library: Library;
beforeEach(async () => {
  files = scratchLibrary();
  library = await openLibrary(files);
});
afterEach(async () => {
  await library.close();
  files.remove();
});

describe('a sound taken in', () => {
  test('is what the contract says, before and after it is measured', async () => {
    const file = sound('Neon Divide', { artist: 'Kaya', album: 'Ways', tags: ['climb', 'climb', 'warm'] });
    expect(await library.addFile(file)).toBe('added');
    const waiting = assetDetail.strict().parse(library.asset(file.id));
    expect(waiting).toMatchObject({
      title: 'Neon Divide',
      artist: 'Kaya',
      album: 'Ways',
      tags: ['climb', 'warm'],
      analysis: 'waiting',
      lufs: null,
      bpm: null,
      missing: false,
      hasCover: false,
      addedAt: MORNING,
    });
    expect(library.waiting()).toEqual([{ id: file.id, path: file.path }]);

    const spans = [{ start: 1, end: 1.25 }];
    library.setAnalysis(file.id, measured({ clipped: 12, clips: spans, warnings: ['Damaged places were left out'] }));
    const done = assetDetail.strict().parse(library.asset(file.id));
    expect(done).toMatchObject({
      ...measured({ clipped: 12, clips: spans, warnings: ['Damaged places were left out'] }),
    });
    expect(done.analysis).toBe('done');
    expect(library.waiting()).toEqual([]);
    expect(assetRow.strict().parse(library.search(query()).rows[0])).toEqual(assetRow.parse(done));
    expect(library.row(file.id)).toEqual(assetRow.parse(done));
  });

  test('says why it could not be measured, and that is over when it can', async () => {
    await library.addFile(sound('Broken'));
    library.setFailed(sound('Broken').id, 'The file ends too early');
    expect(library.row(sound('Broken').id)).toMatchObject({ analysis: 'failed', problem: 'The file ends too early' });
    expect(library.waiting()).toEqual([]);
    library.setAnalysis(sound('Broken').id, measured());
    expect(library.row(sound('Broken').id)).toMatchObject({ analysis: 'done', problem: null });
  });

  test('what is not held is asset-missing', async () => {
    const id = idOf('nobody');
    for (const call of [
      () => library.asset(id),
      () => library.row(id),
      () => library.pathOf(id),
      () => library.setAnalysis(id, measured()),
      () => library.setFailed(id, 'why'),
      () => library.markMissing(id, true),
      () => library.relink(id, '/x', 0),
      () => library.edit([id], { title: 'x' }),
      () => library.remove([id]),
    ])
      expect(await codeOf(call)).toBe('asset-missing');
  });
});

describe('the same bytes are one sound', () => {
  const content = 'the same bytes';
  const at = (path: string) => sound('Twin', { id: idOf(content), path });

  test('a copy is known and changes nothing', async () => {
    const [first, copy] = [files.write('first.mp3', content), files.write('copy.mp3', content)];
    expect(await library.addFile(at(first))).toBe('added');
    expect(await library.addFile(at(copy))).toBe('known');
    expect(await library.addFile(at(first))).toBe('known');
    expect(library.summary().assets).toBe(1);
    expect(library.pathOf(idOf(content))).toBe(first);
  });

  test('a renamed file is found again, with what a person said of it', async () => {
    const first = files.write('first.mp3', content);
    await library.addFile(at(first));
    library.edit([idOf(content)], { title: 'Mine', tags: ['kept'] });
    mkdirSync(files.at('deeper'));
    renameSync(first, files.at('deeper/other name.mp3'));
    expect(await library.addFile(at(files.at('deeper/other name.mp3')))).toBe('moved');
    expect(library.row(idOf(content))).toMatchObject({
      title: 'Mine',
      tags: ['kept'],
      path: files.at('deeper/other name.mp3'),
      missing: false,
    });
    expect(titles(library, { text: 'other' })).toEqual(['Mine']);
  });

  test('one that was missing is found where it was, and at a new place', async () => {
    const first = files.write('first.mp3', content);
    await library.addFile(at(first));
    library.markMissing(idOf(content), true);
    expect(library.missing()).toHaveLength(1);
    expect(await library.addFile(at(first))).toBe('known');
    expect(library.missing()).toEqual([]);
    library.markMissing(idOf(content), true);
    expect(await library.addFile(at(files.write('copy.mp3', content)))).toBe('moved');
    expect(library.pathOf(idOf(content))).toBe(files.at('copy.mp3'));
    expect(library.missing()).toEqual([]);
  });

  test('a file written over is another sound; the one it was is missing, not lost', async () => {
    const path = files.write('song.wav', 'old');
    await library.addFile(sound('Old', { id: idOf('old'), path }));
    files.write('song.wav', 'new');
    expect(await library.addFile(sound('New', { id: idOf('new'), path }))).toBe('added');
    expect(library.missing().map(({ title }) => title)).toEqual(['Old']);
    expect(library.row(idOf('new')).missing).toBe(false);
  });

  test('relinking gives another place and tells others there that they are gone', async () => {
    const path = files.write('a.wav', 'old');
    await library.addFile(sound('Old', { id: idOf('old'), path }));
    await library.addFile(sound('Lost', { id: idOf('lost'), path: files.at('gone.wav') }));
    library.markMissing(idOf('lost'), true);
    rmSync(path);
    files.write('a.wav', 'lost');
    expect(library.relink(idOf('lost'), path, 5)).toMatchObject({ path, missing: false });
    expect(library.allPaths()).toEqual([
      { id: idOf('old'), path, bytes: 1000, modifiedAt: sound('x').modifiedAt, missing: true },
      { id: idOf('lost'), path, bytes: 1000, modifiedAt: 5, missing: false },
    ]);
  });
});

test('the summary counts what is there, and nothing that was removed', async () => {
  await library.addFile(sound('A', { tags: ['calm', 'warm'], seconds: 60 }));
  await library.addFile(sound('B', { tags: ['warm'], kind: 'bed', seconds: 30 }));
  await library.addFile(sound('C', { tags: ['gone'], kind: 'voice' }));
  library.setAnalysis(sound('A').id, measured({ seconds: 61, clipped: 3 }));
  library.setFailed(sound('B').id, 'no sound in it');
  library.markMissing(sound('B').id, true);
  library.remove([sound('C').id]);
  expect(librarySummary.strict().parse(library.summary())).toEqual({
    assets: 2,
    seconds: 91,
    bytes: 2000,
    kinds: { track: 1, workout: 0, bed: 1, voice: 0, effect: 0, tone: 0 },
    clipping: 1,
    missing: 1,
    failed: 1,
    tags: [
      { tag: 'warm', count: 2 },
      { tag: 'calm', count: 1 },
    ],
    backedUpAt: null,
    recovered: null,
  });
});

test('workouts are listed by when they were opened; exports outlive the list', () => {
  library.rememberWorkout('/w/a.json', MORNING);
  library.rememberWorkout('/w/b.json', MORNING + 1);
  library.rememberWorkout('/w/a.json', MORNING + 2.5);
  expect(library.workouts()).toEqual([
    { path: '/w/a.json', openedAt: MORNING + 3 },
    { path: '/w/b.json', openedAt: MORNING + 1 },
  ]);
  const record = { workoutPath: '/w/a.json', variant: 'calm', fingerprint: 'f1', files: [], at: MORNING };
  const file = {
    path: '/o/a.mp3',
    format: 'mp3',
    bytes: 1,
    seconds: 2,
    lufs: -14,
    lra: null,
    dbtp: -1,
    cues: 3,
    warnings: [],
  };
  library.recordExport(record);
  library.recordExport({ ...record, fingerprint: 'f2', files: [file] });
  library.recordExport({ ...record, variant: 'brisk' });
  library.forgetWorkout('/w/a.json');
  library.forgetWorkout('/w/never.json');
  expect(library.workouts().map(({ path }) => path)).toEqual(['/w/b.json']);
  expect(library.exports('/w/a.json')).toEqual([
    { ...record, variant: 'brisk' },
    { ...record, fingerprint: 'f2', files: [file] },
  ]);
  expect(library.exports('/w/b.json')).toEqual([]);
});

test('copies that come in at once are one sound, at one of their places', async () => {
  const at = (path: string) => sound('Twin', { id: idOf('same'), path });
  const paths = ['a.mp3', 'b.mp3', 'c.mp3'].map((name) => files.write(name, 'same'));
  const inOne = await Promise.all(paths.map((path) => library.addFile(at(path))));
  expect(inOne.sort()).toEqual(['added', 'known', 'known']);
  // The one that is held goes; of those that are found meanwhile, the first is its new place.
  rmSync(library.pathOf(idOf('same')));
  const others = paths.filter((path) => path !== library.pathOf(idOf('same')));
  const found = await Promise.all(others.map((path) => library.addFile(at(path))));
  expect(found.sort()).toEqual(['known', 'moved']);
  expect(library.allPaths()).toHaveLength(1);
});

test('what a handler gets goes in, and what comes out is what it answers', () => {
  // Types alone: `library.search` takes the contract's parsed query, `edit` its change, and so on.
  const parsed: ParsedInputOf<'library.search'> = query({ text: 'nothing' });
  const found: Omit<OutputOf<'library.search'>, 'milliseconds'> = library.search(parsed);
  const summary: OutputOf<'library.summary'> = library.summary();
  const history: OutputOf<'history.get'> = library.history();
  const change: ParsedInputOf<'library.edit'>['change'] = { tags: ['a'], bpm: null };
  expect(library.edit([], change)).toEqual(history);
  expect(found).toEqual({ total: 0, rows: [] });
  expect(summary.assets).toBe(0);
});
