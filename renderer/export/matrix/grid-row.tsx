// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
import { TriangleAlert } from 'lucide-react';
import type { WorkoutSummary } from '../../../src/contract/index.ts';
import { useStudio } from '../../state/studio.ts';
import { classNames } from '../../ui/class-names.ts';
import { countText, lengthText } from '../../ui/figures.ts';
import { Unseen } from '../../ui/unseen.tsx';
import { LOOK } from '../state-look.ts';
import type { Choice } from './choosing.ts';
import styles from './grid.module.css';
import { beforeOf, linesOf, type Sheet, type SheetCell, type SheetRow } from './sheet.ts';

/** The element of what a key names. */
export const idOf = (key: string): string => `sheet-${encodeURIComponent(key)}`;

const aboutText = ({ seconds, cues }: WorkoutSummary): string =>
  [seconds !== null && lengthText(seconds), countText(cues, 'cue')].filter(Boolean).join(' · ');

const Workout = ({ row: { workout, cells }, choice }: { row: SheetRow; choice: Choice }) => {
  const known = useStudio(({ workouts }) => workouts?.find(({ path }) => path === workout.path) ?? null);
  const there = cells.filter((cell) => cell !== null);
  const chosen = choice.focus === workout.path && there.every(({ key }) => choice.keys.has(key));
  return (
    <span
      role="rowheader"
      id={idOf(workout.path)}
      data-key={workout.path}
      aria-colindex={1}
      aria-selected={chosen}
      className={classNames(styles.workout, choice.focus === workout.path && styles.focused)}
    >
      <span className={styles.title}>{workout.title}</span>
      {workout.errors.length > 0 ? (
        <span className={styles.wrong}>
          <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
          {countText(workout.errors.length, 'error')} in the file
        </span>
      ) : (
        <span className={styles.about}>{known ? aboutText(known) : countText(there.length, 'variant')}</span>
      )}
    </span>
  );
};

interface CellProps {
  cell: SheetCell;
  column: number;
  choice: Choice;
  held: boolean;
}

const Cell = ({ cell, column, choice, held }: CellProps) => {
  const { icon: Icon } = LOOK[cell.state];
  const [first, second] = linesOf(cell, held);
  const running = cell.files.filter(({ live }) => live?.state === 'running');
  const done = running.reduce((sum, { live }) => sum + (live?.fraction ?? 0), 0) / Math.max(1, running.length);
  return (
    <span
      role="gridcell"
      id={idOf(cell.key)}
      data-key={cell.key}
      data-state={cell.state}
      aria-colindex={column + 2}
      aria-selected={choice.keys.has(cell.key)}
      className={classNames(styles.cell, choice.focus === cell.key && styles.focused)}
    >
      {running.length > 0 ? <span className={styles.fill} style={{ transform: `scaleX(${done})` }} /> : null}
      <Icon className={styles.icon} size={14} strokeWidth={1.75} aria-hidden />
      <span className={styles.lines}>
        <Unseen>{beforeOf(cell, held)}</Unseen>
        <span className={styles.first}>{first}</span>
        {second ? <Unseen>, </Unseen> : null}
        {second ? <span className={styles.second}>{second}</span> : null}
      </span>
    </span>
  );
};

export interface GridRowProps {
  /** Names of the variants, one for each cell. */
  columns: Sheet['columns'];
  row: SheetRow;
  index: number;
  /** Where it stands below the head, pixels. */
  top: number;
  choice: Choice;
  /** A show is armed. */
  held: boolean;
}

/** A workout with its variants. */
export const GridRow = ({ columns, row, index, top, choice, held }: GridRowProps) => (
  <div role="row" aria-rowindex={index + 2} className={styles.row} style={{ transform: `translateY(${top}px)` }}>
    <Workout row={row} choice={choice} />
    {row.cells.map((cell, column) =>
      cell ? (
        <Cell key={cell.key} cell={cell} column={column} choice={choice} held={held} />
      ) : (
        <span key={columns[column].label} role="gridcell" aria-colindex={column + 2} aria-label="No such variant" />
      ),
    )}
  </div>
);
