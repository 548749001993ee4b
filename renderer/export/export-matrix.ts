import type { Job, VariantStatus, WorkoutSummary } from '../../src/contract/index.ts';
import { isOpen } from '../state/jobs.ts';
import { fileName } from '../ui/figures.ts';

/** How a cell of the matrix is. `exporting`: a running export will make it. */
export type CellState = VariantStatus['state'] | 'exporting';

export interface Cell {
  readonly variant: VariantStatus;
  readonly state: CellState;
  /** The export that makes it, while it runs. */
  readonly job: Job | null;
}

export interface MatrixRow {
  readonly workout: WorkoutSummary;
  /** One for each column; null: the workout has no such variant. */
  readonly cells: readonly (Cell | null)[];
  readonly job: Job | null;
}

export interface Matrix {
  /** Names of variants, in the order the workouts bring them. */
  readonly columns: readonly string[];
  readonly rows: readonly MatrixRow[];
}

/** What was asked of an export that this page started: how each variant was then. */
export interface AskedExport {
  readonly path: string;
  readonly before: ReadonlyMap<string, VariantStatus['state']>;
}

/** Whether `job` exports `workout`: by what this page asked, else (another window asked) by the file its label names. */
const isOf = (job: Job, workout: WorkoutSummary, asked: ReadonlyMap<string, AskedExport>): boolean => {
  if (job.kind !== 'export' || !isOpen(job)) return false;
  const known = asked.get(job.id);
  return known ? known.path === workout.path : job.label === `Export of ${fileName(workout.path)}`;
};

const cellOf = (variant: VariantStatus, job: Job | null, asked: AskedExport | undefined): Cell => {
  const wanted = asked ? asked.before.has(variant.id) : true;
  const isDone = asked !== undefined && variant.state === 'made' && asked.before.get(variant.id) !== 'made';
  return { variant, job, state: job && wanted && !isDone ? 'exporting' : variant.state };
};

/** Workouts by variants: what exists, what is stale, what is refused, what is being made. */
export const exportMatrix = (
  workouts: readonly WorkoutSummary[],
  jobs: readonly Job[],
  asked: ReadonlyMap<string, AskedExport>,
): Matrix => {
  const columns = [...new Set(workouts.flatMap(({ variants }) => variants.map(({ name }) => name)))];
  const rows = workouts.map((workout) => {
    const job = jobs.find((each) => isOf(each, workout, asked)) ?? null;
    const cells = columns.map((name) => {
      const variant = workout.variants.find((each) => each.name === name);
      return variant ? cellOf(variant, job, job ? asked.get(job.id) : undefined) : null;
    });
    return { workout, cells, job };
  });
  return { columns, rows };
};

/** Ids of a row's variants that an export would make: stale or not made, and not being made already. */
export const toMake = (row: MatrixRow): readonly string[] =>
  row.workout.errors.length > 0
    ? []
    : row.cells.flatMap((cell) =>
        cell && (cell.state === 'stale' || cell.state === 'not-made') ? [cell.variant.id] : [],
      );

/** How many variants of each kind the matrix has, as a sentence: `2 stale and 3 not made`; empty when there are none. */
export const waitingText = (rows: readonly MatrixRow[]): string => {
  const states = rows.flatMap((row) => (row.workout.errors.length > 0 ? [] : row.cells.map((cell) => cell?.state)));
  const count = (state: CellState): number => states.filter((each) => each === state).length;
  const parts = [
    count('stale') > 0 && `${count('stale')} stale`,
    count('not-made') > 0 && `${count('not-made')} not made`,
    count('refused') > 0 && `${count('refused')} refused`,
  ].filter(Boolean);
  return parts.join(' · ');
};
