import { FolderOpen, Zap } from 'lucide-react';
import type { ExportedFileStatus } from '../../src/contract/index.ts';
import { attempt } from '../state/ask.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Facts } from '../ui/facts.tsx';
import { bytesText, countText, fileName, lengthText, levelText } from '../ui/figures.ts';
import { Panel } from '../ui/panel.tsx';
import { startExport } from './export-actions.ts';
import type { Cell, CellState, MatrixRow } from './export-matrix.ts';
import styles from './inspector.module.css';
import { type NamedJob, Queue } from './queue.tsx';
import { ShowFile } from './show-file.tsx';
import { LOOK } from './state-look.ts';

const FileFacts = ({ file }: { file: ExportedFileStatus }) => (
  <div className={styles.file}>
    <Facts
      facts={[
        ['Format', `${file.format.toUpperCase()} · ${bytesText(file.bytes)}`],
        ['Length', lengthText(file.seconds, { tenths: true })],
        ['Integrated', file.lufs === null ? 'silent' : `${levelText(file.lufs)} LUFS`],
        ['Range', file.lra === null ? null : `${levelText(file.lra)} LU`],
        ['True peak', file.dbtp === null ? null : `${levelText(file.dbtp, { signed: true })} dBTP`],
        ['Cues', countText(file.cues, 'cue')],
      ]}
    />
    {file.warnings.map((warning) => (
      <p key={warning} className={styles.warning}>
        {warning}
      </p>
    ))}
    <p className={styles.path} title={file.path}>
      {file.path}
    </p>
    <ShowFile path={file.path} />
  </div>
);

const WORDS: Record<CellState, string> = {
  made: 'Export it again',
  stale: 'Export it again',
  refused: 'Try it again',
  'not-made': 'Export only this',
  exporting: 'Being exported',
};

const ChosenVariant = ({ row, cell }: { row: MatrixRow; cell: Cell }) => {
  const { word, icon, tone } = LOOK[cell.state];
  return (
    <Panel
      title={cell.variant.name}
      actions={
        <Chip icon={icon} tone={tone}>
          {word}
        </Chip>
      }
    >
      {cell.variant.reason ? <p className={styles.reason}>{sentence(cell.variant.reason)}</p> : null}
      {cell.variant.files.map((file) => (
        <FileFacts key={file.path} file={file} />
      ))}
      {cell.variant.files.length === 0 && cell.state === 'not-made' ? (
        <p className={styles.quiet}>Not exported yet. Its figures will stand here.</p>
      ) : null}
      <div className={styles.actions}>
        <Button
          icon={Zap}
          disabled={cell.state === 'exporting' || row.workout.errors.length > 0}
          onClick={() => void startExport(row.workout, [cell.variant.id])}
        >
          {WORDS[cell.state]}
        </Button>
      </div>
    </Panel>
  );
};

const sentence = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?”]$/.test(text) ? '' : '.');

const ChosenWorkout = ({ row: { workout } }: { row: MatrixRow }) => (
  <Panel title="Workout">
    <h3 className={styles.title}>{workout.title}</h3>
    {workout.errors.length > 0 ? (
      <div role="alert" className={styles.problem}>
        <strong>It cannot be exported until its file is mended:</strong>
        <ul>
          {workout.errors.map((error) => (
            <li key={error}>{error}</li>
          ))}
        </ul>
      </div>
    ) : null}
    {workout.warnings.map((warning) => (
      <p key={warning} className={styles.warning}>
        {warning}
      </p>
    ))}
    <Facts
      facts={[
        ['Length', workout.seconds === null ? null : lengthText(workout.seconds)],
        ['Segments', String(workout.segments)],
        ['Cues', String(workout.cues)],
        ['Coaches', workout.coaches.length > 0 ? workout.coaches.join(', ') : null],
        ['File', fileName(workout.path)],
        ['Exports to', workout.outDir || null],
      ]}
    />
    <div className={styles.actions}>
      <ShowFile path={workout.path} />
      <Button
        variant="quiet"
        onClick={() => void attempt('It is still on the list', 'workouts.forget', { path: workout.path })}
      >
        Take off the list
      </Button>
    </div>
  </Panel>
);

export interface InspectorProps {
  /** The exports that run, named after their workouts. */
  jobs: readonly NamedJob[];
  row: MatrixRow | null;
  cell: Cell | null;
}

/** Everything known of the chosen variant and its workout, below what runs. */
export const Inspector = ({ jobs, row, cell }: InspectorProps) => (
  <>
    <Queue jobs={jobs} />
    {row && cell ? <ChosenVariant row={row} cell={cell} /> : null}
    {row ? (
      <ChosenWorkout row={row} />
    ) : (
      <p className={styles.nothing}>
        <FolderOpen size={14} strokeWidth={1.75} aria-hidden /> Choose a workout or one of its variants.
      </p>
    )}
  </>
);
