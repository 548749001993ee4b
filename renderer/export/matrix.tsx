import { TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import type { WorkoutSummary } from '../../src/contract/index.ts';
import { countText, lengthText } from '../ui/figures.ts';
import type { MatrixRow, Matrix as MatrixValue } from './export-matrix.ts';
import styles from './matrix.module.css';
import { MatrixCell } from './matrix-cell.tsx';

export interface MatrixProps {
  matrix: MatrixValue;
  /** Path of the chosen workout and id of its chosen variant. */
  chosen: { workout: string | null; variant: string | null };
  onChoose: (workout: string, variant: string | null) => void;
}

const aboutText = ({ seconds, cues }: WorkoutSummary): string =>
  [seconds !== null && lengthText(seconds), countText(cues, 'cue')].filter(Boolean).join(' · ');

/** Moves the focus to the next cell of a row or a column. */
const step = (table: HTMLTableElement, { key }: KeyboardEvent): boolean => {
  const [down, right] = [
    key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0,
    key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0,
  ];
  const here = document.activeElement?.closest<HTMLTableCellElement>('td, th');
  const row = here?.closest('tr');
  if (!here || !row || (down === 0 && right === 0)) return false;
  for (let [r, c] = [row.rowIndex + down, here.cellIndex + right]; ; r += down, c += right) {
    const there = table.rows[r]?.cells[c];
    if (!there) return true;
    const button = there.querySelector('button');
    if (button) {
      button.focus();
      button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      return true;
    }
  }
};

const Row = ({ row, chosen, onChoose, first }: Omit<MatrixProps, 'matrix'> & { row: MatrixRow; first: boolean }) => {
  const { workout, cells } = row;
  const here = chosen.workout === workout.path;
  const wrong = workout.errors.length > 0;
  return (
    <tr>
      <th scope="row" className={styles.workout}>
        <button
          type="button"
          className={styles.name}
          title={workout.title}
          tabIndex={(here && chosen.variant === null) || (first && chosen.workout === null) ? 0 : -1}
          aria-pressed={here && chosen.variant === null}
          onClick={() => onChoose(workout.path, null)}
          onFocus={() => onChoose(workout.path, null)}
        >
          <span className={styles.title}>{workout.title}</span>
          {wrong ? (
            <span className={styles.wrong}>
              <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
              {countText(workout.errors.length, 'error')} in the file
            </span>
          ) : (
            <span className={styles.about}>{aboutText(workout)}</span>
          )}
        </button>
      </th>
      {cells.map((cell, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <td key={column} className={styles.place}>
          {cell ? (
            <MatrixCell
              cell={cell}
              workout={workout}
              chosen={here && chosen.variant === cell.variant.id}
              tabbable={here && chosen.variant === cell.variant.id}
              onChoose={() => onChoose(workout.path, cell.variant.id)}
            />
          ) : null}
        </td>
      ))}
    </tr>
  );
};

/** Widths in pixels: the first column's (as in the style sheet), and between which a variant's column stays. */
const [WORKOUT, NARROW, WIDE] = [176, 108, 220];

/** Workouts by variants. The arrow keys go from cell to cell. */
export const Matrix = ({ matrix, chosen, onChoose }: MatrixProps) => {
  const table = useRef<HTMLTableElement>(null);
  const count = matrix.columns.length;
  const press = (event: KeyboardEvent): void => {
    if (table.current && step(table.current, event)) event.preventDefault();
  };
  return (
    <div className={styles.scroll}>
      <div style={{ minWidth: WORKOUT + count * NARROW, maxWidth: WORKOUT + 80 + count * WIDE }}>
        <table ref={table} className={styles.matrix} onKeyDown={press} aria-label="Workouts and their variants">
          <thead>
            <tr>
              <th scope="col" className={styles.corner}>
                Workout
              </th>
              {matrix.columns.map((name) => (
                <th key={name} scope="col" className={styles.variant} title={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.rows.map((row, index) => (
              <Row key={row.workout.path} row={row} chosen={chosen} onChoose={onChoose} first={index === 0} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
};
