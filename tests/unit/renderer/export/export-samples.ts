import type { ExportJob, MadeExport, MatrixCell, MatrixRow, MatrixWorkout } from '../../../../src/contract/index.ts';

export const madeOf = (variant: string, changes: Partial<MadeExport> = {}): MadeExport => ({
  ...{ workout: '/w/hill.json', variant, format: 'mp3', preset: 'default', path: `/out/hill/hill_${variant}.mp3` },
  ...{
    sha256: 'a'.repeat(64),
    bytes: 1e6,
    seconds: 300,
    encodedSeconds: 60,
    lufs: -14.04,
    lra: 5,
    dbtp: -1.2,
    cues: 4,
  },
  ...{ checks: [], warnings: [], engine: '1', madeAt: 1_000 },
  ...changes,
});

export const cell = (state: MatrixCell['state'], changes: Partial<MatrixCell> = {}): MatrixCell => ({
  ...{ format: 'mp3', path: '/out/x.mp3', state, why: [], job: null, made: null },
  ...changes,
});

/** A workout with these rows; each has a fresh file unless it says otherwise. */
export const workoutOf = (
  name: string,
  rows: readonly (Pick<MatrixRow, 'variant' | 'name'> & Partial<MatrixRow>)[],
): MatrixWorkout => ({
  ...{ path: `/w/${name}.json`, id: name, title: name, errors: [] },
  rows: rows.map((row) => ({ coach: null, cells: [cell('fresh')], ...row })),
});

/** A workout with variants: name to the cells of its formats. */
export const workout = (name: string, variants: Record<string, readonly MatrixCell[]>): MatrixWorkout =>
  workoutOf(
    name,
    Object.entries(variants).map(([variant, cells]) => ({ variant, name: variant.toUpperCase(), cells: [...cells] })),
  );

export const job = (id: string, state: ExportJob['state'], changes: Partial<ExportJob> = {}): ExportJob => ({
  ...{ id, workout: '/w/hill.json', variant: id, format: 'mp3', preset: 'default', path: `/out/${id}.mp3`, state },
  ...{ priority: 0, attempts: 1, nextTry: null, fraction: 0, rate: null, remainingSeconds: null, failure: null },
  ...{ addedAt: 0, startedAt: null, endedAt: null },
  ...changes,
});
