import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { ask, attempt } from '../state/ask.ts';
import { isOpen } from '../state/jobs.ts';
import { showJobs } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { JobItem } from './job-item.tsx';
import styles from './jobs-tray.module.css';

const clearEnded = async (): Promise<void> => {
  if (!(await attempt('The list was not cleared', 'jobs.clear', {}))) return;
  const { jobs } = await ask('jobs.list', {});
  useStudio.setState({ jobs: [...jobs].sort((a, b) => b.startedAt - a.startedAt) });
};

/** All jobs, those first that run or wait to, beside the rail. Escape closes it. */
export const JobsTray = () => {
  const jobs = useStudio((state) => state.jobs);
  const tray = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    tray.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const open = jobs.filter(isOpen);
  const ended = jobs.filter((job) => !isOpen(job));
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    showJobs(false);
  };
  return (
    <section id="jobs" ref={tray} tabIndex={-1} className={styles.tray} aria-label="Jobs" onKeyDown={press}>
      <div className={styles.head}>
        <h2 className={styles.title}>Jobs</h2>
        {ended.length > 0 ? (
          <Button variant="quiet" onClick={() => void clearEnded()}>
            Clear ended
          </Button>
        ) : null}
        <IconButton icon={X} label="Close jobs" shortcut="go.jobs" onClick={() => showJobs(false)} />
      </div>
      {jobs.length === 0 ? (
        <p className={styles.empty}>
          Nothing runs. Imports and exports stand here while they work, and how they ended.
        </p>
      ) : (
        <ul className={styles.list}>
          {[...open, ...ended].map((job) => (
            <JobItem key={job.id} job={job} />
          ))}
        </ul>
      )}
    </section>
  );
};
