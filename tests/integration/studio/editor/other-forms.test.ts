import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InputOf, StudioClient } from '../../../../src/contract/index.ts';
import { RIDE, type ScratchStudio, scratchStudio } from './editing.ts';

let studio: ScratchStudio;
let client: StudioClient;
let path: string;
beforeEach(async () => {
  studio = await scratchStudio();
  client = studio.connect();
  path = studio.write('ride.json', {
    ...RIDE,
    tracks: [{ id: 'one', file: 'music/one.wav' }],
    cues: RIDE.cues.map((cue) => (cue.id === 'b' ? { ...cue, tags: ['hard'], audio: '/far/b.wav' } : cue)),
    variants: [
      { id: 'calm', cues: { tags: ['calm'] } },
      { id: 'hard', cues: { tags: ['hard'] } },
    ],
  });
  await client.call('edit.apply', {
    path,
    edits: [{ op: 'cues.change', ids: ['c'], change: { text: 'Rest & "go".' } }],
  });
});
afterEach(() => studio.remove());

const exportAs = (over: Partial<InputOf<'edit.exportAs'>>) =>
  client.call('edit.exportAs', { path, form: 'csv', variant: null, to: null, ...over });
const text = (file: string): string => readFileSync(file, 'utf8');

describe('other forms of a workout', () => {
  it('hold what is edited, before the file has it, and come back as they were', async () => {
    const csv = await exportAs({});
    expect(csv.path).toBe(studio.at('ride.csv'));
    expect(csv.notes).toContain('Segments are not in a cue sheet.');
    expect(text(csv.path)).toContain('"Rest & ""go""."');
    const back = await client.call('edit.open', { path: csv.path });
    expect(back.path).toBe(studio.at('ride-2.json'));
    expect(back.document.cues?.map(({ id, time_ms }) => [id, time_ms])).toEqual(
      RIDE.cues.map(({ id, time_ms }) => [id, time_ms]),
    );
    const zwo = await exportAs({ form: 'zwo' });
    expect(text(zwo.path)).toContain('message="Rest &amp; &quot;go&quot;."');
  });

  it('say what one variant says', async () => {
    const { path: vtt, notes } = await exportAs({ form: 'vtt', variant: 'hard' });
    expect(text(vtt)).toMatch(/^WEBVTT\n\nb\n00:01:00\.000 --> 00:01:0\d\.\d{3}\nPush\.\n$/);
    expect(notes.length).toBeLessThan(2);
    await expect(exportAs({ variant: 'none' })).rejects.toMatchObject({ failure: { code: 'bad-argument' } });
  });

  it('never take the place of another file by themselves', async () => {
    const first = await exportAs({ form: 'vtt' });
    const before = text(first.path);
    expect((await exportAs({ form: 'vtt', variant: 'hard' })).path).toBe(studio.at('ride-2.vtt'));
    expect(text(first.path)).toBe(before);
    expect((await exportAs({ form: 'vtt', variant: 'hard', to: first.path })).path).toBe(first.path);
    expect(text(first.path)).not.toBe(before);
  });

  it('never take the place of a workout', async () => {
    const other = studio.write('other.json', { ...RIDE, id: 'other' });
    await client.call('workouts.open', { path: other });
    for (const to of [path, other])
      await expect(exportAs({ form: 'json', to })).rejects.toMatchObject({ failure: { code: 'bad-argument' } });
    expect(studio.json('other.json').id).toBe('other');
  });

  it('as a copy have an id of their own, and find the same sounds from another folder', async () => {
    expect((await exportAs({ form: 'json' })).path).toBe(studio.at('ride-2.json'));
    expect(studio.json('ride-2.json')).toMatchObject({ id: 'ride-2', tracks: [{ file: 'music/one.wav' }] });
    const there = await exportAs({ form: 'json', to: studio.at('deep/Copy of it') });
    expect(there.path).toBe(studio.at('deep/Copy of it.json'));
    expect(existsSync(there.path)).toBe(true);
    const copy = studio.json('deep/Copy of it.json');
    expect(copy).toMatchObject({ id: 'copy-of-it', tracks: [{ file: studio.at('music/one.wav') }] });
    expect(copy.cues?.[1]).toMatchObject({ audio: '/far/b.wav' });
    expect(copy.cues?.[0]).toMatchObject({ mood: 'calm', audio: studio.at('takes/a.wav') });
  });
});
