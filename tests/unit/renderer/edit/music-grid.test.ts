import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barText, musicGridOf, stepOnGrid, workoutLength } from '../../../../renderer/edit/music-grid.ts';
import type { Material } from '../../../../src/contract/index.ts';
import { readWorkoutDocument } from '../../../../src/model/index.ts';

/** 120 bpm from 0.5 s on: a beat every 24 000 frames, a bar every 96 000; a minute long. */
const workout = readWorkoutDocument({
  ...{ id: 'w', tracks: [{ id: 't', file: 'a.wav' }], cues: [], segments: [{ start_time: 50, duration_seconds: 20 }] },
}).workout!;
const material = {
  path: '/w.json',
  takes: [],
  tracks: [{ id: 't', frames: 2_880_000, grid: { bpm: 120, firstBeat: 0.5, beatsPerBar: 4 } }],
} as unknown as Material;
const music = musicGridOf(workout, material);

describe('the beats of the open workout', () => {
  it('name bar and beat, a beat put there by ear included', () => {
    expect(barText(music, 24_000)).toBe('1.1');
    expect(barText(music, 24_000 - 500)).toBe('1.1');
    expect(barText(music, 24_000 + 96_000 + 30_000)).toBe('2.2');
    expect(barText(musicGridOf(workout, null), 0)).toBeNull();
  });

  it('are where steps end: the next one, never the one it stands on', () => {
    expect(stepOnGrid(music, 24_000, 1, 'beat')).toBe(48_000);
    expect(stepOnGrid(music, 24_000, -1, 'beat')).toBe(0);
    expect(stepOnGrid(music, 30_000, -1, 'beat')).toBe(24_000);
    expect(stepOnGrid(music, 30_000, 1, 'bar')).toBe(120_000);
    expect(stepOnGrid(musicGridOf(workout, null), 30_000, 1, 'beat')).toBe(78_000);
  });

  it('take a step forth and a step back to the beat it began on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.constantFrom('beat' as const, 'bar' as const), (n, unit) => {
        const at = 24_000 + n * (unit === 'beat' ? 24_000 : 96_000);
        expect(stepOnGrid(music, stepOnGrid(music, at, 1, unit), -1, unit)).toBe(at);
      }),
    );
  });

  it('do not say where the workout ends alone: a segment may go on', () => {
    expect(workoutLength(workout, music)).toBe(70 * 48_000);
  });
});
