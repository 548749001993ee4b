import type { WorkoutSummary } from '../../src/contract/index.ts';
import { classNames } from '../ui/class-names.ts';
import { leftText, lengthText, levelText, percentText } from '../ui/figures.ts';
import { Unseen } from '../ui/unseen.tsx';
import type { Cell } from './export-matrix.ts';
import styles from './matrix-cell.module.css';
import { LOOK } from './state-look.ts';

/** The two lines of a cell: what it is, and what to know of it. */
const linesOf = ({ state, variant, job }: Cell): [string, string] => {
  const file = variant.files[0];
  if (state === 'exporting' && job?.state === 'waiting') return ['waiting', 'until the show is over'];
  if (state === 'exporting' && job)
    return [percentText(job.fraction), job.remainingSeconds === null ? 'exporting' : leftText(job.remainingSeconds)];
  if (state === 'made' && file)
    return [lengthText(file.seconds), `${levelText(file.lufs)} · ${levelText(file.dbtp, { signed: true })}`];
  return [LOOK[state].word, variant.reason ?? ''];
};

export interface MatrixCellProps {
  cell: Cell;
  workout: WorkoutSummary;
  chosen: boolean;
  /** Whether Tab comes here: one cell of the matrix at a time; the arrow keys reach the others. */
  tabbable: boolean;
  onChoose: () => void;
}

export const MatrixCell = ({ cell, workout, chosen, tabbable, onChoose }: MatrixCellProps) => {
  const { icon: Icon, word } = LOOK[cell.state];
  const [first, second] = linesOf(cell);
  return (
    <button
      type="button"
      className={classNames(styles.cell, styles[cell.state])}
      aria-pressed={chosen}
      tabIndex={tabbable ? 0 : -1}
      onClick={onChoose}
      onFocus={onChoose}
    >
      {cell.state === 'exporting' && cell.job ? (
        <span className={styles.fill} style={{ transform: `scaleX(${cell.job.fraction})` }} />
      ) : null}
      <Icon className={styles.icon} size={14} strokeWidth={1.75} aria-hidden />
      <span className={styles.lines}>
        <Unseen>
          {workout.title}, {cell.variant.name}: {first === word ? '' : `${word}, `}
        </Unseen>
        <span className={styles.first}>{first}</span>
        {second ? ' ' : ''}
        {second ? <span className={styles.second}>{second}</span> : null}
      </span>
    </button>
  );
};
