import { Pause, Play, RotateCcw, X } from 'lucide-react';
import type { ExportJob } from '../../../src/contract/index.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { SelectField } from '../../ui/field.tsx';
import { percentText } from '../../ui/figures.ts';
import { Progress } from '../../ui/progress.tsx';
import { cancelJobs, pauseJobs, resumeJobs, retryJobs, setPriority } from '../export-actions.ts';
import { useExports } from '../export-store.ts';
import { jobText } from '../queue/job-look.ts';
import { isOver } from '../queue/queue-order.ts';
import styles from './detail.module.css';
import { dayText } from './when.ts';

/** Priorities in words; another is shown as its number. */
const PRIORITIES: readonly (readonly [number, string])[] = [
  [50, 'First'],
  [10, 'Soon'],
  [0, 'Normal'],
  [-10, 'Later'],
];

const Priority = ({ job }: { job: ExportJob }) => (
  <SelectField
    label="Priority"
    value={job.priority}
    onChange={(event) => void setPriority([job.id], Number(event.target.value))}
  >
    {PRIORITIES.some(([value]) => value === job.priority) ? null : (
      <option value={job.priority}>{String(job.priority).replace('-', '−')}</option>
    )}
    {PRIORITIES.map(([value, word]) => (
      <option key={value} value={value}>
        {word}
      </option>
    ))}
  </SelectField>
);

/** How a job stands, what it failed at, and what can be done with it. */
export const JobFacts = ({ job }: { job: ExportJob }) => {
  const held = useExports((state) => state.held);
  const preset = useExports(({ presets }) => presets.find((each) => each.id === job.preset)?.name ?? job.preset);
  const { id, state } = job;
  return (
    <div className={styles.made}>
      {state === 'running' ? (
        <div className={styles.running}>
          <Progress value={job.fraction} label={`Making ${job.variant}`} />
          <span className={styles.figure}>{percentText(job.fraction)}</span>
        </div>
      ) : null}
      <Facts
        facts={[
          ['Queue', jobText(job, held)],
          ['Begun', job.attempts === 0 ? 'not yet' : job.attempts === 1 ? 'once' : `${job.attempts} times`],
          ['Asked for', dayText(job.addedAt)],
          ['Preset', job.preset === 'default' ? null : preset],
        ]}
      />
      {job.failure ? (
        <div role={state === 'failed' ? 'alert' : undefined} className={styles.problem}>
          <strong>{state === 'failed' ? 'It failed' : 'The last try failed'}</strong>
          <p>{job.failure.message}</p>
        </div>
      ) : null}
      {isOver(job) ? null : <Priority job={job} />}
      <div className={styles.actions}>
        {state === 'running' || state === 'queued' ? (
          <Button icon={Pause} onClick={() => void pauseJobs([id])}>
            Pause
          </Button>
        ) : null}
        {state === 'paused' ? (
          <Button icon={Play} onClick={() => void resumeJobs([id])}>
            Resume
          </Button>
        ) : null}
        {state === 'failed' || state === 'cancelled' || (state === 'queued' && job.nextTry !== null) ? (
          <Button icon={RotateCcw} onClick={() => void retryJobs([id])}>
            Retry
          </Button>
        ) : null}
        {isOver(job) ? null : (
          <Button icon={X} onClick={() => void cancelJobs([id])}>
            Cancel
          </Button>
        )}
      </div>
    </div>
  );
};
