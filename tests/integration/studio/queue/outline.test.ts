import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MadeExport } from '../../../../src/contract/index.ts';
import { cellsOf, type Desk, openDesk, ride, scratch, settled, writeRide } from './desk.ts';

describe('what a made file looks like', () => {
  const place = scratch();
  let desk: Desk;
  let path: string;
  beforeAll(async () => {
    path = writeRide(place.folder, 'ride', 40);
    desk = await openDesk(place.folder);
    await desk.client.call('settings.set', { exportFolder: join(place.folder, 'out') });
    await desk.client.call('workouts.open', { path });
    await desk.client.call('exports.enqueue', { what: 'all' });
    await settled(desk);
  });
  afterAll(async () => {
    await desk.close();
    place.remove();
  });
  const refOf = ({ path, sha256 }: MadeExport) => ({ path, sha256 });
  const outlineOf = async (cell: string) => {
    const { made } = (await cellsOf(desk, path)).get(cell)!;
    return { made: made!, outline: await desk.client.call('exports.outline', refOf(made!)) };
  };

  it('has an outline, loudness, and the stretches that were encoded for it', async () => {
    const { made, outline } = await outlineOf('hard.mp3');
    expect(outline.seconds).toBe(made.seconds);
    expect(outline.peaks.length).toBe(outline.shortTerm.length);
    expect(Math.max(...outline.peaks)).toBeGreaterThan(0.1);
    const spans = outline.encoded!;
    const sum = spans.reduce((seconds, { start, end }) => seconds + end - start, 0);
    expect(sum).toBeCloseTo(made.encodedSeconds!, 6);
    // The last cue ends at 5 s: from there on it is the music that was made before.
    expect(sum).toBeLessThan(made.seconds / 2);
    for (const [i, { start, end }] of spans.entries()) {
      expect(end).toBeGreaterThan(start);
      expect(start).toBeGreaterThanOrEqual(spans[i - 1]?.end ?? 0);
    }
  });

  it('is one stretch of a file that shares nothing', async () => {
    const { made, outline } = await outlineOf('music.mp3');
    expect(outline.encoded).toEqual([{ start: 0, end: made.seconds }]);
  });

  it('is never that of the file that took its place', async () => {
    const before = (await outlineOf('hard.mp3')).made;
    const document = ride('ride');
    document.cues[1].time_ms += 700;
    writeFileSync(path, JSON.stringify(document));
    await desk.client.call('exports.enqueue', { what: 'stale' });
    await settled(desk);
    const { files } = await desk.client.call('exports.history', {});
    const [now, ...older] = files.filter((each) => each.path === before.path);
    expect(older.map(refOf)).toEqual([refOf(before)]);
    for (const command of ['exports.outline', 'exports.report'] as const) {
      await expect(desk.client.call(command, refOf(before))).rejects.toMatchObject({
        failure: { code: 'file-changed' },
      });
    }
    expect((await desk.client.call('exports.outline', refOf(now))).peaks.length).toBeGreaterThan(0);
    expect((await desk.client.call('exports.report', refOf(now))).html).toContain('Ride');
  });

  it('gives the report, and goes without where it is not there any more', async () => {
    const { made, outline } = await outlineOf('easy.mp3');
    const report = await desk.client.call('exports.report', refOf(made));
    expect(report.path).toBe(outline.report);
    expect(existsSync(report.path)).toBe(true);
    expect(report.html).toContain('Ride');
    rmSync(report.path);
    expect((await outlineOf('easy.mp3')).outline).toMatchObject({ peaks: [], shortTerm: [], report: null });
    await expect(desk.client.call('exports.report', refOf(made))).rejects.toThrow('There is no report');
  });

  it('tells nothing of files that were not made here', async () => {
    for (const command of ['exports.outline', 'exports.report'] as const)
      await expect(desk.client.call(command, { path, sha256: 'a'.repeat(64) })).rejects.toThrow('was not made here');
  });
});
