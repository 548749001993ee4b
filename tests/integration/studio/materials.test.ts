import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Material,
  type MaterialChange,
  parseMediaPath,
  samplesPath,
  type TakeMaterial,
  takePath,
} from '../../../src/contract/index.ts';
import type { WorkoutEdit } from '../../../src/model/index.ts';
import { writeNoise } from '../media/sound-files.ts';
import { openPreviewed, type Previewed, writeWorkout } from './preview-material.ts';

/** What an open workout sounds with: made in the background, told as it comes, found again the next time. */
const folder = mkdtempSync(join(tmpdir(), 'cueforge-materials-'));
let studio: Previewed;
let ride: string;
const told: MaterialChange[] = [];

const of = (material: Pick<Material, 'takes'>, cue: string, coach = 'ann'): TakeMaterial =>
  material.takes.find((take) => take.cue === cue && take.coach === coach)!;
const edit = (...edits: WorkoutEdit[]) => studio.client.call('edit.apply', { path: ride, edits });
const open = async (): Promise<void> => {
  studio = await openPreviewed(folder);
  studio.client.on('edit.material', (change) => told.push(change));
  await studio.client.call('edit.open', { path: ride });
};

beforeAll(async () => {
  writeNoise(join(folder, 'said.wav'), { length: 60_000 });
  ride = writeWorkout(
    folder,
    {
      tracks: [
        { id: 'here', file: 'a.wav' },
        { id: 'gone', file: 'nowhere.wav' },
      ],
      coaches: [{ id: 'ann' }, { id: 'ben', voice: 'rms' }],
      variants: [
        { id: 'one', coach: 'ann' },
        { id: 'two', coach: 'ben' },
      ],
      cues: [
        { id: 'spoken', time_ms: 1_000, text: 'Hold this.' },
        {
          ...{ id: 'recorded', time_ms: 4_000, text: 'Ease off.' },
          takes: [{ id: 't1', audio: 'said.wav', start_ms: 100, end_ms: 900, coach: 'ann', chosen: true }],
        },
        { id: 'lost', time_ms: 6_000, audio: 'lost.wav' },
      ],
    },
    { 'a.wav': 8 },
  );
  await open();
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the sounds of an open workout', () => {
  test('are made, told as they come, and say what is wrong with those that cannot be', async () => {
    const { tracks, takes } = await studio.settled(ride);
    const [here, gone] = tracks;
    expect(here).toMatchObject({ state: 'ready', frames: 8 * 48_000, trouble: null });
    expect(gone).toMatchObject({ state: 'failed', trouble: { code: 'file-missing' } });
    // The library has it, with its waveform.
    const { rows } = await studio.client.call('library.search', {});
    expect(rows.map(({ id, analysis }) => [id, analysis])).toEqual([[here.asset, 'done']]);
    expect(takes).toHaveLength(6);
    const [ann, ben] = [of({ takes }, 'spoken', 'ann'), of({ takes }, 'spoken', 'ben')];
    expect([ann.state, ben.state]).toEqual(['ready', 'ready']);
    expect(ann.source).not.toBe(ben.source);
    expect(ann.speech.length).toBeGreaterThan(0);
    expect(of({ takes }, 'recorded', 'ann')).toMatchObject({ state: 'ready', take: 't1', frames: 38_400 });
    expect(of({ takes }, 'recorded', 'ann').spare).toMatchObject([{ take: null, state: 'ready' }]);
    expect(of({ takes }, 'recorded', 'ben')).toMatchObject({ state: 'ready', take: null });
    expect(of({ takes }, 'lost')).toMatchObject({ state: 'failed', trouble: { code: 'take-missing' } });
    // Everything was told, and no take more often than it changed.
    const last = new Map(told.flatMap(({ takes: some }) => some).map((take) => [`${take.cue} ${take.coach}`, take]));
    expect([...last.values()].map(({ state }) => state).sort()).toEqual(takes.map(({ state }) => state).sort());
  });

  test('keep the old take until the new one is there, and make only what is said last', async () => {
    const before = of(await studio.settled(ride), 'spoken');
    told.splice(0);
    for (const text of ['Hold', 'Hold that', 'Hold that now, and breathe out.']) {
      await edit({ op: 'cues.change', ids: ['spoken'], change: { text } });
    }
    const meanwhile = of(await studio.client.call('edit.material', { path: ride }), 'spoken');
    expect(meanwhile).toMatchObject({ state: 'waiting', source: before.source });
    const after = of(await studio.settled(ride), 'spoken');
    expect(after.state).toBe('ready');
    expect(after.source).not.toBe(before.source);
    const sources = new Set(
      told
        .flatMap(({ takes }) => takes.filter(({ cue, coach }) => cue === 'spoken' && coach === 'ann'))
        .map((t) => t.source),
    );
    expect([...sources]).toEqual([before.source, after.source]);
    // Undone: what was made before is there at once.
    for (let i = 0; i < 3; i++) await studio.client.call('edit.undo', { path: ride });
    expect(of(await studio.client.call('edit.material', { path: ride }), 'spoken')).toMatchObject({
      ...{ state: 'ready', source: before.source },
    });
  });

  test('try again what failed when the workout is opened anew', async () => {
    writeNoise(join(folder, 'lost.wav'), { length: 30_000 });
    writeNoise(join(folder, 'nowhere.wav'), { length: 96_000 });
    await studio.client.call('edit.material', { path: ride });
    const { tracks, takes } = await studio.settled(ride);
    expect(tracks.map(({ state }) => state)).toEqual(['ready', 'ready']);
    expect(of({ takes }, 'lost')).toMatchObject({ state: 'ready', frames: 30_000 });
  });

  test('are found again without making anything when the studio is opened anew', async () => {
    const before = await studio.settled(ride);
    await studio.close();
    rmSync(join(folder, 'cache', 'speech'), { recursive: true }); // No voice may be asked again.
    await open();
    const { takes } = await studio.client.call('edit.material', { path: ride });
    expect(takes).toEqual(before.takes);
    expect((await studio.settled(ride)).tracks).toEqual(before.tracks);
  });
});

describe('what is served of a decoded sound', () => {
  const served = async (path: string): Promise<Buffer> => {
    const file = await studio.service.media(parseMediaPath(path)!);
    return Buffer.from('bytes' in file ? file.bytes : new Uint8Array());
  };

  test('its waveform is one level of 256 frames per point', async () => {
    const { source, frames } = of(await studio.settled(ride), 'recorded');
    const dat = await served(takePath(source!));
    expect([dat.readInt32LE(0), dat.readInt32LE(12), dat.readUInt32LE(16)]).toEqual([2, 256, Math.ceil(frames / 256)]);
    expect(dat.length).toBe(24 + 2 * Math.ceil(frames / 256));
    expect(Math.max(...new Int8Array(dat.buffer, dat.byteOffset + 24))).toBeGreaterThan(20);
  });

  test('its samples are those of the cache, cut at its end; what is not decoded is missing', async () => {
    const { tracks } = await studio.settled(ride);
    const { source, frames } = tracks[0];
    const whole = await served(samplesPath(source!, 0, 384_000));
    expect(whole.length).toBe(8 * frames);
    expect(
      Buffer.compare(await served(samplesPath(source!, 12_345, 678)), whole.subarray(8 * 12_345, 8 * 13_023)),
    ).toBe(0);
    expect(await served(samplesPath(source!, frames - 5, 100))).toHaveLength(40);
    expect(await served(samplesPath(source!, frames + 5, 100))).toHaveLength(0);
    await expect(served(takePath('0'.repeat(64)))).rejects.toMatchObject({ failure: { code: 'file-missing' } });
  });
});
