import type { Job } from '../../src/contract/index.ts';
import { runningText } from '../jobs/job-item.tsx';
import { Button } from '../ui/button.tsx';
import { percentText } from '../ui/figures.ts';
import { Panel } from '../ui/panel.tsx';
import { Progress } from '../ui/progress.tsx';
import { cancelJob } from './export-actions.ts';
import styles from './queue.module.css';

export interface NamedJob {
  readonly name: string;
  readonly job: Job;
}

/** The exports that run, with their progress and a cancel. */
export const Queue = ({ jobs }: { jobs: readonly NamedJob[] }) =>
  jobs.length === 0 ? null : (
    <Panel title="Running now">
      <ul className={styles.list}>
        {jobs.map(({ name, job }) => (
          <li key={job.id} className={styles.job}>
            <span className={styles.label}>{name}</span>
            <span className={styles.figure}>{percentText(job.fraction)}</span>
            <Progress className={styles.bar} value={job.fraction} label={job.label} />
            <span className={styles.detail}>{runningText(job)}</span>
            <Button aria-label={`Cancel ${job.label}`} onClick={() => cancelJob(job.id)}>
              Cancel
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
