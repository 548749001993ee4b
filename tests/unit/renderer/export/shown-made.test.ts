import { describe, expect, it } from 'vitest';
import { type ExportState, useExports } from '../../../../renderer/export/export-store.ts';
import { only } from '../../../../renderer/export/matrix/choosing.ts';
import { keyOf, sheetOf } from '../../../../renderer/export/matrix/sheet.ts';
import { madeName, shownMade } from '../../../../renderer/export/strip/shown-made.ts';
import type { ExportJob } from '../../../../src/contract/index.ts';
import { cell, job, madeOf, workout, workoutOf } from './export-samples.ts';

const full = madeOf('full');
const hill = workout('hill', {
  full: [cell('stale', { made: full }), cell('never', { format: 'wav' })],
  bare: [cell('never')],
});
const stateOf = (changes: Partial<ExportState>): ExportState => ({ ...useExports.getInitialState(), ...changes });
const shownWith = (variant: string, jobs: readonly ExportJob[]) => {
  const sheet = sheetOf([hill], jobs, 'default');
  return shownMade(sheet, stateOf({ jobs, choice: only(sheet, keyOf(hill.path, variant)) }));
};

describe('the file that the strip is of', () => {
  it('is the last one of the chosen cell, and of none that makes another where no job does', () => {
    expect(shownWith('full', [])).toEqual({ made: full, before: null });
    expect(shownWith('full', [job('full', 'done'), job('other', 'running')])).toEqual({ made: full, before: null });
    expect(shownWith('bare', [job('bare', 'running')])).toBeNull();
  });

  it('is the one before while a job makes another, or waits to', () => {
    for (const state of ['running', 'queued', 'paused'] as const)
      expect(shownWith('full', [job('full', state)])).toEqual({ made: full, before: state });
    // Of another format: this one stays as it is.
    expect(shownWith('full', [job('full', 'running', { format: 'wav' })])).toEqual({ made: full, before: null });
  });

  it('is of a chosen job what its cell had before, until it is done', () => {
    const shown = (state: ExportJob['state']) =>
      shownMade(
        sheetOf([hill], [], 'default'),
        stateOf({ subject: 'job', job: 'full', jobs: [job('full', state)], history: [full] }),
      );
    expect(shown('running')).toEqual({ made: full, before: 'running' });
    expect(shown('done')).toEqual({ made: full, before: null });
  });

  it('is the chosen one of the history', () => {
    const sheet = sheetOf([hill], [job('full', 'running')], 'default');
    expect(shownMade(sheet, stateOf({ subject: 'made', made: full }))).toEqual({ made: full, before: null });
  });
});

it('calls files of variants that share a name by who speaks', () => {
  const rows = ['Ana', 'Ben'].map((coach) => ({ variant: coach.toLowerCase(), name: 'Full', coach }));
  const sheet = sheetOf([workoutOf('hill', rows)], [], 'default');
  expect(['ana', 'ben', 'gone'].map((variant) => madeName(madeOf(variant), sheet))).toEqual([
    ...['hill · Full by Ana · MP3', 'hill · Full (2) by Ben · MP3', 'hill · gone · MP3'],
  ]);
});
