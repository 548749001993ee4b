import { expect, it } from 'vitest';
import { overlapFixes } from '../../../../../renderer/edit/panels/overlap-fixes.ts';
import type { Finding } from '../../../../../src/contract/index.ts';
import type { WorkoutEdit } from '../../../../../src/model/index.ts';

const place = (id: string, time_ms: number): WorkoutEdit => ({ op: 'cues.place', places: [{ id, time_ms }] });
const finding = (kind: Finding['kind'], at: number, ...edits: WorkoutEdit[]): Finding => ({
  ...{ kind, severity: 'error', message: '', cues: [], track: null, at: at as never },
  fixes: edits.map((edit) => ({ label: '', edits: [edit] })),
});

it('resolves every overlap with its first fix, in time, none twice, and nothing else', () => {
  const findings = [
    finding('overlap', 900, place('c', 3000), place('b', 1)),
    finding('overlap', 100, place('b', 2000)),
    finding('overlap', 950, place('c', 3000)),
    finding('overlap', 990),
    finding('too-long', 10, place('a', 5)),
  ];
  expect(overlapFixes(findings)).toEqual([place('b', 2000), place('c', 3000)]);
});
