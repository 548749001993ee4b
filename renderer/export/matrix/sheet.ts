import type { ExportJob, MatrixCell, MatrixWorkout } from '../../../src/contract/index.ts';
import type { AudioFormat } from '../../../src/model/index.ts';
import { countText, leftText, lengthText, levelText, percentText } from '../../ui/figures.ts';
import { type DistinctName, distinctNames, variantNames } from './variant-names.ts';

export type FileState = MatrixCell['state'];

/** One file of a variant, with the job that makes it now; null: none does. */
export interface SheetFile extends MatrixCell {
  readonly live: ExportJob | null;
}

/** A variant of a workout, with a file for each of its formats. */
export interface SheetCell {
  /** Names it on the sheet: the workout's path and the variant's id. */
  readonly key: string;
  readonly path: string;
  readonly title: string;
  readonly variant: string;
  /** Tells it from the other variants of its workout. */
  readonly name: string;
  readonly coach: string | null;
  readonly files: readonly SheetFile[];
  /** Of its files' states the one that most wants to be seen. */
  readonly state: FileState;
}

export interface SheetRow {
  readonly workout: MatrixWorkout;
  /** One for each column; null: the workout has no such variant. */
  readonly cells: readonly (SheetCell | null)[];
}

/** Workouts by variants. */
export interface Sheet {
  /** Names of variants, in the order in which the workouts bring them: as often as one workout has variants called so. */
  readonly columns: readonly DistinctName[];
  readonly rows: readonly SheetRow[];
}

export const keyOf = (path: string, variant: string): string => `${path}\n${variant}`;

/** Names a file to be made among all: a job is told by it too. */
export const fileKey = (workout: string, variant: string, format: string, preset: string): string =>
  `${workout}\n${variant}\n${format}\n${preset}`;

/** What most wants to be seen goes first. */
const ORDER: readonly FileState[] = ['running', 'failed', 'queued', 'paused', 'refused', 'stale', 'never', 'fresh'];

const isLive = ({ state }: ExportJob): boolean => state === 'queued' || state === 'running' || state === 'paused';

/** The workouts as a preset makes them, with what the queue does to each file at the moment. */
export const sheetOf = (workouts: readonly MatrixWorkout[], jobs: readonly ExportJob[], preset: string): Sheet => {
  const live = new Map(
    jobs.filter(isLive).map((job) => [fileKey(job.workout, job.variant, job.format, job.preset), job]),
  );
  const named = workouts.map(({ rows }) => distinctNames(rows.map(({ name }) => name)));
  const columns = [...new Map(named.flat().map((name) => [name.label, name])).values()];
  const rows = workouts.map((workout, i): SheetRow => {
    const inColumn = new Map(workout.rows.map((row, j) => [named[i][j].label, row]));
    const names = variantNames(workout.rows);
    const cells = columns.map(({ label }): SheetCell | null => {
      const row = inColumn.get(label);
      if (!row) return null;
      const files = row.cells.map((cell): SheetFile => {
        const job = live.get(fileKey(workout.path, row.variant, cell.format, preset)) ?? null;
        return { ...cell, live: job, state: job ? (job.state as FileState) : cell.state };
      });
      const state = ORDER.find((each) => files.some((file) => file.state === each)) ?? 'never';
      const { variant, coach } = row;
      return {
        ...{ key: keyOf(workout.path, variant), path: workout.path, title: workout.title },
        ...{ variant, name: names.get(variant) ?? row.name, coach, files, state },
      };
    });
    return { workout, cells };
  });
  return { columns, rows };
};

const DUE: ReadonlySet<FileState> = new Set(['never', 'stale', 'failed']);

/** A file as the queue is asked for it. */
export interface WantedFile {
  readonly path: string;
  readonly variant: string;
  readonly format: AudioFormat;
}

const wanted = (cell: SheetCell, { format }: SheetFile): WantedFile => ({
  ...{ path: cell.path, variant: cell.variant, format: format as AudioFormat },
});

/** Files that are missing, stale or failed, and that nobody makes yet. */
export const filesDue = (cells: readonly SheetCell[]): WantedFile[] =>
  cells.flatMap((cell) => cell.files.filter(({ state }) => DUE.has(state)).map((file) => wanted(cell, file)));

/** Every file that can be made and is not being made: also what is fresh. */
export const filesOf = (cells: readonly SheetCell[]): WantedFile[] =>
  cells.flatMap((cell) =>
    cell.files.filter(({ state, live }) => state !== 'refused' && live === null).map((file) => wanted(cell, file)),
  );

/** Ids of the jobs that make these, of some states. */
export const jobsOf = (cells: readonly SheetCell[], states: readonly ExportJob['state'][]): string[] =>
  cells.flatMap(({ files }) => files.flatMap(({ live }) => (live && states.includes(live.state) ? [live.id] : [])));

export const cellsOf = (sheet: Sheet): SheetCell[] =>
  sheet.rows.flatMap(({ cells }) => cells.filter((cell) => cell !== null));

/** The workouts that have something to be made. */
export const toMake = ({ columns, rows }: Sheet): Sheet => ({
  columns,
  rows: rows.filter(({ cells }) => filesDue(cells.filter((cell) => cell !== null)).length > 0),
});

/** Each state in a word. */
export const WORD: Readonly<Record<FileState, string>> = {
  ...{ never: 'not made', fresh: 'fresh', stale: 'stale', failed: 'failed', refused: 'refused' },
  ...{ queued: 'queued', running: 'being made', paused: 'paused' },
};

/** `2 stale · 3 not made`; empty when there are none. */
export const waitingText = (cells: readonly SheetCell[]): string => {
  const states = cells.flatMap(({ files }) => files.map(({ state }) => state));
  const shown: readonly FileState[] = ['failed', 'stale', 'never', 'refused'];
  return shown
    .map((state) => ({ state, count: states.filter((each) => each === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${WORD[state]}`)
    .join(' · ');
};

/** What is to be known of a job that makes a file: `2 s left`, `tried again soon`. */
const jobText = (job: ExportJob, held: boolean): string => {
  if (job.state === 'running') return job.remainingSeconds === null ? 'being made' : leftText(job.remainingSeconds);
  if (job.state === 'paused') return 'until it is resumed';
  if (held) return 'until the show is over';
  return job.nextTry === null ? 'waits for its turn' : 'is tried again';
};

const sentences = (why: readonly string[]): string =>
  why.length > 1 ? `${why[0]} · and ${why.length - 1} more` : (why[0] ?? '');

/** The two lines of a cell: how it is, and what to know of it. `held`: a show is armed, nothing is begun. */
export const linesOf = ({ files, state }: SheetCell, held: boolean): readonly [string, string] => {
  const [file] = files;
  if (!file) return [WORD[state], ''];
  if (files.length > 1) {
    const running = files.find(({ live }) => live?.state === 'running')?.live;
    const same = files.every((each) => each.state === state);
    const first = running ? percentText(running.fraction) : WORD[state];
    const formats = files.map((each) => `${each.format.toUpperCase()}${same ? '' : ` ${WORD[each.state]}`}`);
    return [first, formats.join(' · ')];
  }
  if (file.live) {
    const first = state === 'running' ? percentText(file.live.fraction) : WORD[state];
    return [first, jobText(file.live, held)];
  }
  if (state === 'fresh' && file.made) {
    const { seconds, lufs, dbtp } = file.made;
    return [lengthText(seconds), `${levelText(lufs)} · ${levelText(dbtp, { signed: true })}`];
  }
  return [WORD[state], sentences(file.why)];
};

/** What a screen reader says of a cell before its lines: what it is of, and how it is where they do not say so. */
export const beforeOf = (cell: SheetCell, held: boolean): string => {
  const [first] = linesOf(cell, held);
  return `${cell.title}, ${cell.name}: ${first === WORD[cell.state] ? '' : `${WORD[cell.state]}, `}`;
};

/** How many files these are, in words: `1 file`, `13 files`. */
export const filesText = (count: number): string => countText(count, 'file');
