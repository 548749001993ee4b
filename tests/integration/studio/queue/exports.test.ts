import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toneWav } from '../tone-wav.ts';
import { cellsOf, type Desk, openDesk, ride, scratch, settled, writeRide } from './desk.ts';

const statesOf = async (desk: Desk, path: string, preset?: string) =>
  Object.fromEntries([...(await cellsOf(desk, path, preset))].map(([key, { state, why }]) => [key, [state, why]]));

describe('what of a workout is made, fresh or stale', () => {
  const place = scratch();
  let desk: Desk;
  let path: string;
  const change = (what: (document: ReturnType<typeof ride>) => void): void => {
    const document = ride('ride');
    what(document);
    writeFileSync(path, JSON.stringify(document));
  };
  beforeAll(async () => {
    path = writeRide(place.folder, 'ride');
    desk = await openDesk(place.folder);
    await desk.client.call('settings.set', { exportFolder: join(place.folder, 'out') });
    await desk.client.call('workouts.open', { path });
  });
  afterAll(async () => {
    await desk.close();
    place.remove();
  });

  it('makes every file, and knows each as fresh, with what was measured', async () => {
    expect(await statesOf(desk, path)).toEqual({
      'music.mp3': ['never', []],
      'coaching.mp3': ['never', []],
      'easy.mp3': ['never', []],
      'hard.mp3': ['never', []],
    });
    const seen: number[] = [];
    const stop = desk.client.on('exports.changed', ({ progress }) => {
      seen.push(...progress.map(({ fraction }) => fraction));
    });
    const told = await desk.client.call('exports.enqueue', { what: 'all' });
    expect(told).toMatchObject({
      refused: [],
      jobs: [expect.any(String), expect.any(String), expect.any(String), expect.any(String)],
    });
    const jobs = await settled(desk);
    stop();
    expect(jobs.map(({ state, failure }) => [state, failure])).toEqual(Array(4).fill(['done', null]));
    expect(seen.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    const cells = await cellsOf(desk, path);
    for (const { state, path: file, made } of cells.values()) {
      expect(state).toBe('fresh');
      expect(made).toMatchObject({ path: file, seconds: 6 });
      expect(createHash('sha256').update(readFileSync(file!)).digest('hex')).toBe(made!.sha256);
      expect(made!.checks.map(({ name, passed }) => [name, passed])).toContainEqual(['true-peak', true]);
    }
    expect(cells.get('hard.mp3')!.made!.lufs).toBeCloseTo(-14, 0);
    const { files } = await desk.client.call('exports.history', {});
    expect(files).toHaveLength(4);
    // The page's list of workouts knows them too.
    const shelved = async () => (await desk.client.call('workouts.list', {})).workouts[0].variants;
    await expect.poll(async () => (await shelved()).map(({ state }) => state)).toEqual(Array(4).fill('made'));
  });

  it('says why a file is stale, and only of those that are', async () => {
    change(({ cues }) => {
      cues[1].time_ms += 250;
    });
    expect(await statesOf(desk, path)).toEqual({
      'music.mp3': ['fresh', []],
      'coaching.mp3': ['stale', ["Ana's cue 2 was moved"]],
      'easy.mp3': ['fresh', []],
      'hard.mp3': ['stale', ["Ana's cue 2 was moved"]],
    });
    change(({ cues }) => {
      cues[2].text = 'Three and a half.';
      cues.pop();
      cues.push({ id: 'four', time_ms: 4000, text: 'Four.' });
    });
    expect((await statesOf(desk, path))['easy.mp3']).toEqual(['stale', ["Ana's cue 3 is new", "Ana's cue 3 is gone"]]);
    change((document) => {
      document.cues[2].text = 'Three and a half.';
      document.title = 'Other';
    });
    expect((await statesOf(desk, path))['easy.mp3']).toEqual([
      'stale',
      ["Ana's cue 3 says something else", 'The title was “Ride”, is “Other”'],
    ]);
    // What a recording says is in the captions.
    change(({ cues }) => {
      cues[0].text = 'Uno.';
    });
    expect((await statesOf(desk, path))['easy.mp3']).toEqual(['stale', ["Ana's cue 1 is written in other words"]]);
    change((document) => {
      document.coaches[0].name = 'Ben';
    });
    expect((await statesOf(desk, path))['easy.mp3']).toEqual(['stale', ['Ben speaks, not Ana']]);
    change(() => undefined);
    await desk.client.call('settings.set', { targetLufs: -16, mp3Bitrate: 192 });
    expect((await statesOf(desk, path))['music.mp3']).toEqual([
      'stale',
      ['The target was −14, is −16 LUFS', 'The encoding was mp3 320 kb/s, is mp3 192 kb/s'],
    ]);
    await desk.client.call('settings.set', { targetLufs: -14, mp3Bitrate: 320 });
    expect((await statesOf(desk, path))['music.mp3']).toEqual(['fresh', []]);
  });

  it('looks at bytes, not only at times', async () => {
    const music = join(place.folder, 'ride.wav');
    const take = join(place.folder, 'ride-take.wav');
    const [before, said] = [readFileSync(music), readFileSync(take)];
    utimesSync(music, new Date(), new Date(Date.now() - 60_000));
    expect((await statesOf(desk, path))['music.mp3']).toEqual(['fresh', []]);
    toneWav(music, { hertz: 310, seconds: 6, level: 0.3 });
    toneWav(take, { hertz: 710, seconds: 0.4, level: 0.3 });
    expect((await statesOf(desk, path))['easy.mp3']).toEqual([
      'stale',
      ['The music is another file', "Ana's cue 1 has another take"],
    ]);
    rmSync(take);
    writeFileSync(music, before);
    expect((await statesOf(desk, path))['easy.mp3']).toEqual(['stale', ["Ana's cue 1 has another take"]]);
    writeFileSync(take, said);
    const cells = await cellsOf(desk, path);
    expect(cells.get('easy.mp3')!.state).toBe('fresh');
    const file = cells.get('easy.mp3')!.path!;
    const bytes = readFileSync(file);
    writeFileSync(file, bytes);
    const kept = async () => (await desk.client.call('exports.kept', { path })).files.map((each) => each.path);
    expect(await kept()).toContain(file);
    expect((await statesOf(desk, path))['easy.mp3']).toEqual(['fresh', []]);
    writeFileSync(file, Buffer.concat([bytes, Buffer.from('x')]));
    expect((await statesOf(desk, path))['easy.mp3']).toEqual(['stale', ['The file was changed since']]);
    const others = await kept();
    expect(others).not.toContain(file);
    expect(others).toContain(cells.get('hard.mp3')!.path);
    expect(new Set(others).size).toBe(others.length);
    rmSync(file);
    expect((await statesOf(desk, path))['easy.mp3']).toEqual(['stale', ['The file was removed since']]);
    expect((await statesOf(desk, path))['hard.mp3']).toEqual(['fresh', []]);
  });

  it('looks for what describes a file, too', async () => {
    const file = (await cellsOf(desk, path)).get('hard.mp3')!.path!;
    const [captions, manifest] = [file.replace('.mp3', '.vtt'), join(dirname(file), 'manifest.json')];
    for (const [document, sentence] of [
      [captions, `${basename(captions)} was removed since`],
      [manifest, 'The manifest beside it was removed since'],
    ]) {
      const before = readFileSync(document);
      rmSync(document);
      expect((await statesOf(desk, path))['hard.mp3']).toEqual(['stale', [sentence]]);
      writeFileSync(document, before);
      expect((await statesOf(desk, path))['hard.mp3']).toEqual(['fresh', []]);
    }
  });

  it('makes what is stale, and nothing else', async () => {
    await desk.client.call('exports.clear', {});
    const { jobs } = await desk.client.call('exports.enqueue', { what: 'stale' });
    expect(jobs).toHaveLength(1);
    const [job] = await settled(desk);
    expect(job).toMatchObject({ state: 'done', variant: 'easy', fraction: 1 });
    expect((await statesOf(desk, path))['easy.mp3']).toEqual(['fresh', []]);
    expect(await desk.client.call('exports.enqueue', { what: 'stale' })).toEqual({ jobs: [], refused: [] });
  });

  it('makes the same workout with a preset, beside what is there, and refuses names that clash', async () => {
    const { client } = desk;
    const cells = [{ path, variant: 'music', format: 'mp3' as const }];
    expect((await client.call('exports.enqueue', { what: 'cells', cells, preset: 'podcast' })).refused).toEqual([]);
    await settled(desk);
    const made = (await cellsOf(desk, path, 'podcast')).get('music.mp3')!;
    expect([made.state, basename(made.path!)]).toEqual(['fresh', 'ride_music_podcast.mp3']);
    expect(made.made!.lufs).toBeCloseTo(-16, 0);
    expect((await statesOf(desk, path))['music.mp3']).toEqual(['fresh', []]);

    await client.call('exports.savePreset', { preset: { id: 'one', name: 'One', naming: '{workout}' } });
    const one = await client.call('exports.enqueue', { what: 'all', preset: 'one' });
    expect(one.jobs).toHaveLength(1);
    expect(one.refused).toHaveLength(3);
    expect(one.refused[0]).toContain('it is the file of variant music too');
    await client.call('exports.cancel', { ids: one.jobs });
    await client.call('exports.savePreset', { preset: { id: 'two', name: 'Two', target: -20 } });
    const two = await client.call('exports.enqueue', { what: 'all', preset: 'two' });
    expect(two.jobs).toEqual([]);
    expect(two.refused[0]).toContain('it is the file of preset default too');
    const none = await client.call('exports.enqueue', {
      what: 'cells',
      cells: [{ path, variant: 'none', format: 'mp3' }],
    });
    expect(none.refused).toEqual([`${path} has no variant "none" as mp3 with “As the workout says”`]);
  });

  it('says what is wrong with a workout, and why a file failed', async () => {
    const wrong = join(place.folder, 'wrong.json');
    writeFileSync(wrong, '{"id":"wrong","cues":[{"time_ms":-1,"text":"Go."}]}');
    const { workouts } = await desk.client.call('exports.matrix', { paths: [wrong] });
    expect(workouts[0].errors.join('\n')).toContain('cues[0].time_ms');
    expect((await desk.client.call('exports.enqueue', { what: 'all', paths: [wrong] })).refused[0]).toContain(
      'cues[0]',
    );

    const bad = writeRide(place.folder, 'bad');
    writeFileSync(join(place.folder, 'bad.wav'), 'this is no sound');
    await desk.client.call('exports.enqueue', { what: 'all', paths: [bad] });
    const jobs = await settled(desk);
    const failed = jobs.filter(({ workout }) => workout === bad);
    expect(failed.map(({ state, failure, attempts }) => [state, failure?.code, attempts])).toEqual(
      Array(4).fill(['failed', 'media-not-audio', 1]),
    );
    const cell = (await cellsOf(desk, bad)).get('hard.mp3')!;
    expect([cell.state, cell.why]).toEqual(['failed', [failed[0].failure!.message]]);
    toneWav(join(place.folder, 'bad.wav'), { hertz: 300, seconds: 5, level: 0.3 });
    await desk.client.call('exports.retry', { ids: null });
    await settled(desk);
    expect((await statesOf(desk, bad))['hard.mp3']).toEqual(['fresh', []]);
    expect(existsSync(join(place.folder, 'out', 'bad', 'bad_hard.mp3'))).toBe(true);
  });
});
