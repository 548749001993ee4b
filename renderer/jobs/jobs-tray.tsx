import { Hourglass, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useExports } from '../export/export-store.ts';
import { filesText } from '../export/matrix/sheet.ts';
import { sumOf } from '../export/queue/queue-order.ts';
import { ask, attempt } from '../state/ask.ts';
import { isOpen } from '../state/jobs.ts';
import { goTo, showJobs } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import item from './job-item.module.css';
import { JobItem } from './job-item.tsx';
import styles from './jobs-tray.module.css';

const clearEnded = async (): Promise<void> => {
  if (!(await attempt('The list was not cleared', 'jobs.clear', {}))) return;
  const { jobs } = await ask('jobs.list', {});
  useStudio.setState({ jobs: [...jobs].sort((a, b) => b.startedAt - a.startedAt) });
};

const showExport = (): void => {
  showJobs(false);
  goTo('export');
};

/** What the queue of exports holds back while a show is armed: its files are no jobs. */
const WaitingExports = ({ count }: { count: number }) => (
  <li className={item.job}>
    <Hourglass className={classNames(item.icon, item.waiting)} size={14} strokeWidth={1.75} aria-hidden />
    <span className={item.label}>Export of {filesText(count)}</span>
    <span className={item.figure}>waiting</span>
    <span className={item.detail}>Waits until the show is over</span>
    <Button onClick={showExport}>Show in Export</Button>
  </li>
);

/** All jobs, those first that run or wait to, beside the rail. Escape closes it. */
export const JobsTray = () => {
  const jobs = useStudio((state) => state.jobs);
  const waiting = useExports(({ held, jobs: queue }) => (held && queue ? sumOf(queue).queued : 0));
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
      {jobs.length + waiting === 0 ? (
        <p className={styles.empty}>
          Nothing runs. Imports and exports stand here while they work, and how they ended.
        </p>
      ) : (
        <ul className={styles.list}>
          {waiting > 0 ? <WaitingExports count={waiting} /> : null}
          {[...open, ...ended].map((job) => (
            <JobItem key={job.id} job={job} />
          ))}
        </ul>
      )}
    </section>
  );
};
