import { ArrowDownToLine, Upload } from 'lucide-react';
import { useState } from 'react';
import type { Job } from '../../src/contract/index.ts';
import { attempt } from '../state/ask.ts';
import { isOpen } from '../state/jobs.ts';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { leftText } from '../ui/figures.ts';
import { Progress } from '../ui/progress.tsx';
import { countOf } from './figures.ts';
import styles from './import-card.module.css';
import { useSending } from './import-sounds.ts';

/** How imports go: one card each, under the list. What one left out is told at its end, and stays in Jobs. */
export const ImportCards = () => {
  const jobs = useStudio((state) => state.jobs);
  const { sending } = useSending();
  const running = jobs.filter((job) => job.kind === 'import' && isOpen(job));
  if (!sending && running.length === 0) return null;
  return (
    <div className={styles.cards}>
      {sending ? (
        <div className={styles.card}>
          <Upload size={18} strokeWidth={1.75} aria-hidden />
          <div className={styles.words}>
            <strong>Sending {countOf(sending.files, 'file')} to the studio</strong>
            <span>{Math.round(sending.fraction * 100)} %</span>
          </div>
          <Progress value={sending.fraction} label="Sending files" className={styles.bar} />
          <Button onClick={sending.cancel}>Cancel</Button>
        </div>
      ) : null}
      {running.map((job) => (
        <Running key={job.id} job={job} />
      ))}
    </div>
  );
};

const Running = ({ job }: { job: Job }) => {
  const [leaving, setLeaving] = useState(false);
  const cancel = async (): Promise<void> => {
    setLeaving(true);
    if ((await attempt('Not cancelled', 'jobs.cancel', { id: job.id })) === null) setLeaving(false);
  };
  const rate = job.rate === null ? null : `${job.rate >= 10 ? Math.round(job.rate) : job.rate.toFixed(1)} × real time`;
  const words =
    job.state === 'waiting'
      ? []
      : ['waveform, loudness, beats', rate, job.remainingSeconds === null ? null : leftText(job.remainingSeconds)];
  return (
    <div className={styles.card}>
      <ArrowDownToLine size={18} strokeWidth={1.75} aria-hidden />
      <div className={styles.words}>
        <strong>
          {job.label}
          {job.detail ? ` · ${job.detail}` : ''}
        </strong>
        <span>{words.filter(Boolean).join(' · ')}</span>
      </div>
      <Progress value={job.fraction} label={job.label} className={styles.bar} />
      <Button onClick={() => void cancel()} disabled={leaving}>
        {leaving ? 'Cancelling…' : 'Cancel'}
      </Button>
    </div>
  );
};
