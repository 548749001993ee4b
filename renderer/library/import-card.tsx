import { ArrowDownToLine, Check, CircleAlert, Upload } from 'lucide-react';
import { useState } from 'react';
import type { Job } from '../../src/contract/index.ts';
import { attempt } from '../state/ask.ts';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { leftText } from '../ui/figures.ts';
import { Progress } from '../ui/progress.tsx';
import { countOf } from './figures.ts';
import styles from './import-card.module.css';
import { useSending } from './import-sounds.ts';

/** How imports go: one card each, under the list; one that ended with problems stays until it is put away. */
export const ImportCards = () => {
  const jobs = useStudio((state) => state.jobs);
  const { sending } = useSending();
  const [putAway, setPutAway] = useState<ReadonlySet<string>>(new Set());
  const imports = jobs.filter(({ kind, id }) => kind === 'import' && !putAway.has(id));
  const running = imports.filter(({ state }) => state === 'running');
  const ended = imports.filter((job) => job.state === 'failed' || (job.state === 'done' && job.problems.length > 0));
  if (!sending && running.length === 0 && ended.length === 0) return null;
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
      {ended.slice(0, 2).map((job) => (
        <Ended key={job.id} job={job} onPutAway={() => setPutAway((old) => new Set(old).add(job.id))} />
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
  const words = [
    'waveform, loudness, beats',
    rate,
    job.remainingSeconds === null ? null : leftText(job.remainingSeconds),
  ];
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

/** What an import could not do, file by file. */
const Ended = ({ job, onPutAway }: { job: Job; onPutAway: () => void }) => {
  const failed = job.state === 'failed';
  const Icon = failed ? CircleAlert : Check;
  return (
    <div className={styles.card} data-failed={failed || undefined}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <details className={styles.words}>
        <summary>
          <strong>
            {failed ? `${job.label}: failed` : `Imported, and ${countOf(job.problems.length, 'file')} left out`}
          </strong>
          <span>{failed ? job.failure?.message : 'Show why'}</span>
        </summary>
        <ul className={styles.problems}>
          {job.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </details>
      <Button onClick={onPutAway}>Put away</Button>
    </div>
  );
};
