// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { GripVertical, type LucideIcon, Pause, Play, RotateCcw, X } from 'lucide-react';
import type { ExportJob } from '../../../src/contract/index.ts';
import { Progress } from '../../ui/progress.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { cancelJobs, pauseJobs, resumeJobs, retryJobs } from '../export-actions.ts';
import { JOB_LOOK, jobText } from './job-look.ts';
import styles from './queue.module.css';
import { canMove, isOver } from './queue-order.ts';

export const rowId = (id: string): string => `export-job-${id}`;

interface ActProps {
  icon: LucideIcon;
  label: string;
  onClick: () => void;
}

/** For a hand with a mouse; the keyboard has shortcuts and the job's detail. */
const Act = ({ icon: Icon, label, onClick }: ActProps) => (
  <Tooltip text={label}>
    <button type="button" tabIndex={-1} aria-label={label} className={styles.act} onClick={onClick}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
    </button>
  </Tooltip>
);

export interface QueueRowProps {
  job: ExportJob;
  name: string;
  index: number;
  /** Pixels from the top of the list. */
  top: number;
  selected: boolean;
  focused: boolean;
  held: boolean;
  /** It is being dragged. */
  dragged: boolean;
}

/** One file to be made: how far it is, and what can be done with it. */
export const QueueRow = ({ job, name, index, top, selected, focused, held, dragged }: QueueRowProps) => {
  const { icon: Icon } = JOB_LOOK[job.state];
  const { id, state } = job;
  return (
    <div
      role="row"
      id={rowId(id)}
      data-index={index}
      data-job={id}
      data-state={state}
      data-focused={focused || undefined}
      data-dragged={dragged || undefined}
      aria-rowindex={index + 1}
      aria-selected={selected}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" className={styles.what}>
        {canMove(job) ? (
          <span className={styles.grip} data-grip aria-hidden>
            <GripVertical size={14} strokeWidth={1.75} />
          </span>
        ) : (
          <Icon className={styles.icon} size={14} strokeWidth={1.75} aria-hidden />
        )}
        <span className={styles.lines}>
          <span className={styles.label}>{name}</span>
          {state === 'running' ? <Progress className={styles.bar} value={job.fraction} label={name} /> : null}
          <span className={styles.detail}>
            {jobText(job, held)}
            {job.failure && !isOver(job) ? ` · ${job.failure.message}` : null}
          </span>
        </span>
      </span>
      <span role="gridcell" className={styles.acts}>
        {state === 'queued' || state === 'running' ? (
          <Act icon={Pause} label={`Pause ${name}`} onClick={() => void pauseJobs([id])} />
        ) : null}
        {state === 'paused' ? <Act icon={Play} label={`Resume ${name}`} onClick={() => void resumeJobs([id])} /> : null}
        {state === 'failed' || state === 'cancelled' ? (
          <Act icon={RotateCcw} label={`Retry ${name}`} onClick={() => void retryJobs([id])} />
        ) : null}
        {isOver(job) ? null : <Act icon={X} label={`Cancel ${name}`} onClick={() => void cancelJobs([id])} />}
      </span>
    </div>
  );
};
