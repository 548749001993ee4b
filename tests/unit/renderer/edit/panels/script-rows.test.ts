import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scriptRows, scriptSums, soundingAt } from '../../../../../renderer/edit/panels/script-rows.ts';
import type { CueCheck, Finding, Material } from '../../../../../src/contract/index.ts';
import { frames, readWorkoutDocument } from '../../../../../src/model/index.ts';

const workout = readWorkoutDocument({
  id: 'w',
  coaches: [
    { id: 'ana', name: 'Ana' },
    { id: 'ben', name: 'Ben' },
  ],
  segments: [
    { id: 'warm', title: 'Warm-up', start_time: 0, duration_seconds: 10 },
    { id: 'go', title: 'Sprint', start_time: 10, duration_seconds: 10 },
  ],
  cues: [
    { id: 'late', time_ms: 12_000, text: 'Go.', level: 'push' },
    { id: 'early', time_ms: 1000, text: 'Hello.' },
    { id: 'alone', time_ms: 25_000, text: 'Bye.' },
  ],
  variants: [
    { id: 'full', coach: 'ana' },
    { id: 'light', coach: 'ben', cues: { levels: ['base'] } },
  ],
}).workout!;
const take = (cue: string, coach: string, state: string, length: number) => ({ cue, coach, state, frames: length });
const material = {
  takes: [
    take('early', 'ana', 'ready', 48_000),
    take('early', 'ben', 'ready', 96_000),
    take('late', 'ana', 'failed', 0),
  ],
} as unknown as Material;
const nothing = { cues: new Map<string, CueCheck>(), findings: [] };

describe('the script as rows', () => {
  it('comes in the order it is said, with segment, coach and take', () => {
    const rows = scriptRows(workout, material, nothing, 'full');
    expect(
      rows.map(({ cue, segment, coach, take: state, seconds }) => [cue.id, segment, coach, state, seconds]),
    ).toEqual([
      ['early', 'Warm-up', 'Ana', 'ready', 1],
      ['late', 'Sprint', 'Ana', 'failed', null],
      ['alone', '', 'Ana', 'waiting', null],
    ]);
  });

  it('is another for another variant: its coach, its takes, what it leaves out', () => {
    const rows = scriptRows(workout, material, nothing, 'light');
    expect(rows.map(({ cue, coach, seconds, taken }) => [cue.id, coach, seconds, taken])).toEqual([
      ['early', 'Ben', 2, true],
      ['late', 'Ben', null, false],
      ['alone', 'Ben', null, true],
    ]);
    expect(scriptSums(rows, 20 * 48_000)).toEqual({ cues: 2, voiceSeconds: 2, share: 0.1 });
  });

  it('takes length, gap and level from the check where there is one, and every finding of the cue', () => {
    const check = { cue: 'early', start: 50_000, end: 98_000, gapSeconds: 9, overMusicLu: 13 } as CueCheck;
    const finding = { kind: 'overlap', cues: ['early', 'late'] } as unknown as Finding;
    const checks = { cues: new Map([['early', check]]), findings: [finding] };
    const [early, late, alone] = scriptRows(workout, material, checks, 'full');
    expect(early).toMatchObject({ start: 50_000, end: 98_000, gap: 9, overMusic: 13, seconds: 1, checked: true });
    expect([early!.findings, late!.findings, alone!.findings]).toEqual([[finding], [finding], []]);
  });

  it('finds the row that sounds as looking at each of them would', () => {
    const spans = fc.array(
      fc.record({ start: fc.nat(1000), length: fc.integer({ min: 1, max: 60 }), taken: fc.boolean() }),
      {
        maxLength: 30,
      },
    );
    const [one] = scriptRows(workout, material, nothing, 'full');
    fc.assert(
      fc.property(spans, fc.nat(1100), (list, at) => {
        const rows = list
          .sort((a, b) => a.start - b.start)
          .map(({ start, length, taken }) => ({ ...one!, start: frames(start), end: start + length, taken }));
        const place = soundingAt(rows, at);
        // It looks back over eight rows: within one cue of a script, more never begin.
        const near = rows.filter(({ start }) => start <= at).slice(-8);
        const sounding = near.findLast(({ taken, end }) => taken && at < end);
        expect(place < 0 ? undefined : rows[place]).toBe(sounding);
      }),
    );
  });
});
