import type { Job } from '../../src/contract/index.ts';
import { Button } from '../ui/button.tsx';
import { leftText, percentText } from '../ui/figures.ts';
import { Panel } from '../ui/panel.tsx';
import { Progress } from '../ui/progress.tsx';
import { cancelJob } from './export-actions.ts';
import styles from './queue.module.css';

/** The exports that run, with their progress and a cancel. */
export const Queue = ({ jobs }: { jobs: readonly Job[] }) =>
  jobs.length === 0 ? null : (
    <Panel title="Exporting now">
      <ul className={styles.list}>
        {jobs.map((job) => (
          <li key={job.id} className={styles.job}>
            <span className={styles.label}>{job.label.replace(/^Export of /, '')}</span>
            <span className={styles.figure}>{percentText(job.fraction)}</span>
            <Progress className={styles.bar} value={job.fraction} label={job.label} />
            <span className={styles.detail}>
              {[
                job.detail,
                job.rate !== null && `${Math.round(job.rate)} × real time`,
                job.remainingSeconds !== null && leftText(job.remainingSeconds),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <Button aria-label={`Cancel ${job.label}`} onClick={() => cancelJob(job.id)}>
              Cancel
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
