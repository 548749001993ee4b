import { Ban, Check, CircleAlert, Hourglass, LoaderCircle, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { Job } from '../../src/contract/index.ts';
import { attempt } from '../state/ask.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { clockText, countText, leftText, percentText } from '../ui/figures.ts';
import { Progress } from '../ui/progress.tsx';
import styles from './job-item.module.css';

type Look = 'waiting' | 'running' | 'done' | 'problems' | 'failed' | 'cancelled';
const LOOK: Record<Look, { icon: LucideIcon; word: string }> = {
  waiting: { icon: Hourglass, word: 'waiting' },
  running: { icon: LoaderCircle, word: 'running' },
  done: { icon: Check, word: 'done' },
  problems: { icon: TriangleAlert, word: 'done, with problems' },
  failed: { icon: CircleAlert, word: 'failed' },
  cancelled: { icon: Ban, word: 'cancelled' },
};

const lookOf = ({ state, problems }: Job): Look => (state === 'done' && problems.length > 0 ? 'problems' : state);

/** What a running job says of itself: `38 of 52 files · 214 × real time · 21 s left`. */
export const runningText = ({ detail, rate, remainingSeconds }: Job): string =>
  [detail, rate !== null && `${Math.round(rate)} × real time`, remainingSeconds !== null && leftText(remainingSeconds)]
    .filter(Boolean)
    .join(' · ');

const endText = (job: Job, look: Look): string =>
  [LOOK[look].word, job.endedAt !== null && clockText(job.endedAt), job.state === 'done' && job.detail]
    .filter(Boolean)
    .join(' · ');

const Cancel = ({ job }: { job: Job }) => (
  <Button
    aria-label={`Cancel ${job.label}`}
    onClick={() => void attempt('The job was not cancelled', 'jobs.cancel', { id: job.id })}
  >
    Cancel
  </Button>
);

/** One job: how far it is and a cancel, that it waits for the end of a show, or how it ended and what went wrong. */
export const JobItem = ({ job }: { job: Job }) => {
  const look = lookOf(job);
  const { icon: Icon } = LOOK[look];
  return (
    <li className={styles.job}>
      <Icon className={classNames(styles.icon, styles[look])} size={14} strokeWidth={1.75} aria-hidden />
      <span className={styles.label} title={job.label}>
        {job.label}
      </span>
      {look === 'running' ? (
        <>
          <span className={styles.figure}>{percentText(job.fraction)}</span>
          <Progress className={styles.wide} value={job.fraction} label={job.label} />
          <span className={styles.detail}>{runningText(job)}</span>
          <Cancel job={job} />
        </>
      ) : look === 'waiting' ? (
        <>
          <span className={styles.figure}>{LOOK[look].word}</span>
          <span className={styles.detail}>{job.detail}</span>
          <Cancel job={job} />
        </>
      ) : (
        <span className={classNames(styles.wide, styles.detail)}>{endText(job, look)}</span>
      )}
      {job.failure ? <p className={classNames(styles.wide, styles.failure)}>{job.failure.message}</p> : null}
      {job.problems.length > 0 ? (
        <details className={styles.wide} open={job.problems.length < 3}>
          <summary>{countText(job.problems.length, 'problem')}</summary>
          <ul className={styles.said}>
            {[...new Set(job.problems)].map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  );
};
