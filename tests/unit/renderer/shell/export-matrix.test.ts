import { describe, expect, it } from 'vitest';
import { exportMatrix, toMake, waitingText } from '../../../../renderer/export/export-matrix.ts';
import type { Job, VariantStatus, WorkoutSummary } from '../../../../src/contract/index.ts';

const variant = (id: string, state: VariantStatus['state']): VariantStatus => ({
  ...{ id, name: id.toUpperCase(), state, files: [] },
  reason: state === 'made' || state === 'not-made' ? null : 'the workout has changed',
});

const workout = (name: string, variants: VariantStatus[], errors: string[] = []): WorkoutSummary => ({
  ...{ path: `/workouts/${name}.json`, id: name, title: name, seconds: 60, cues: 3, segments: 2, coaches: [] },
  ...{ errors, warnings: [], variants, outDir: '/out', openedAt: 0 },
});

const exportJob = (label: string, state: Job['state'] = 'running'): Job => ({
  ...{ id: 'j1', kind: 'export', label, state, detail: '', fraction: 0.5, rate: null, remainingSeconds: null },
  ...{ failure: null, problems: [], startedAt: 0, endedAt: null },
});

const states = (matrix: ReturnType<typeof exportMatrix>): (string | null)[][] =>
  matrix.rows.map(({ cells }) => cells.map((cell) => cell?.state ?? null));

describe('the export matrix', () => {
  it('has a column for each name of a variant, and a hole where a workout has none', () => {
    const matrix = exportMatrix(
      [
        workout('hill', [variant('a', 'made'), variant('b', 'stale')]),
        workout('ride', [variant('b', 'not-made'), variant('c', 'refused')]),
      ],
      [],
      new Map(),
    );
    expect(matrix.columns).toEqual(['A', 'B', 'C']);
    expect(states(matrix)).toEqual([
      ['made', 'stale', null],
      [null, 'not-made', 'refused'],
    ]);
  });

  it('shows what this page asked for as exporting, and nothing else of the workout', () => {
    const hill = workout('hill', [variant('a', 'made'), variant('b', 'stale'), variant('c', 'not-made')]);
    const asked = new Map([['j1', { path: hill.path, before: new Map([['c', 'not-made' as const]]) }]]);
    expect(states(exportMatrix([hill], [exportJob('Export of hill.json')], asked))).toEqual([
      ['made', 'stale', 'exporting'],
    ]);
  });

  it('shows a variant as made as soon as it is, though the export goes on', () => {
    const hill = workout('hill', [variant('a', 'made'), variant('b', 'stale')]);
    const before = new Map([
      ['a', 'stale' as const],
      ['b', 'stale' as const],
    ]);
    const matrix = exportMatrix(
      [hill],
      [exportJob('Export of hill.json')],
      new Map([['j1', { path: hill.path, before }]]),
    );
    expect(states(matrix)).toEqual([['made', 'exporting']]);
  });

  it('keeps a variant that is made again as exporting until the export ends', () => {
    const hill = workout('hill', [variant('a', 'made')]);
    const asked = new Map([['j1', { path: hill.path, before: new Map([['a', 'made' as const]]) }]]);
    expect(states(exportMatrix([hill], [exportJob('Export of hill.json')], asked))).toEqual([['exporting']]);
    expect(states(exportMatrix([hill], [exportJob('Export of hill.json', 'done')], asked))).toEqual([['made']]);
  });

  it('knows an export that another window asked for by the file it names', () => {
    const both = [workout('hill', [variant('a', 'stale')]), workout('ride', [variant('a', 'stale')])];
    expect(states(exportMatrix(both, [exportJob('Export of ride.json')], new Map()))).toEqual([
      ['stale'],
      ['exporting'],
    ]);
  });

  it('would make what is stale or missing; not what is made, refused, exporting, or of a file with errors', () => {
    const four = [variant('a', 'made'), variant('b', 'stale'), variant('c', 'not-made'), variant('d', 'refused')];
    const made = exportMatrix([workout('hill', four), workout('broken', four, ['Error in cues[0]'])], [], new Map());
    expect(made.rows.map(toMake)).toEqual([['b', 'c'], []]);
    expect(waitingText(made.rows)).toBe('1 stale · 1 not made · 1 refused');
    const running = exportMatrix([workout('hill', four)], [exportJob('Export of hill.json')], new Map());
    expect(running.rows.map(toMake)).toEqual([[]]);
    expect(waitingText(running.rows)).toBe('');
  });
});
