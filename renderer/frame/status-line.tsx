import { Activity, Check, CircleAlert, Hourglass, LoaderCircle, Redo2, Undo2 } from 'lucide-react';
import { useEditor } from '../edit/edit-store.ts';
import { useExports } from '../export/export-store.ts';
import { filesText } from '../export/matrix/sheet.ts';
import { sumOf } from '../export/queue/queue-order.ts';
import { runningText } from '../jobs/job-item.tsx';
import { OnAir, RunStatus } from '../run/perform/index.ts';
import { useRun } from '../run/run-store.ts';
import { invoke } from '../shortcuts/registry.ts';
import { isOpen, runningJobs } from '../state/jobs.ts';
import { goTo, showJobs, useNavigation } from '../state/navigation.ts';
import { useStatus } from '../state/status.ts';
import { useStudio } from '../state/studio.ts';
import { classNames } from '../ui/class-names.ts';
import { leftText, percentText } from '../ui/figures.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Progress } from '../ui/progress.tsx';
import styles from './status-line.module.css';

/** What the queue of exports does, where nothing else runs. */
const Exporting = () => {
  const jobs = useExports((state) => state.jobs);
  const held = useExports((state) => state.held);
  const run = useExports((state) => state.run);
  const { running, queued, fraction, remainingSeconds } = sumOf(jobs ?? [], run ? run.done + run.failed : 0);
  if (running + queued === 0) return <span className={styles.part}>Nothing runs</span>;
  const label = `Exporting ${filesText(running + queued)}`;
  return (
    <button type="button" className={styles.running} onClick={() => goTo('export')}>
      {running > 0 ? (
        <LoaderCircle size={14} strokeWidth={1.75} aria-hidden />
      ) : (
        <Hourglass size={14} strokeWidth={1.75} aria-hidden />
      )}
      <span className={styles.label}>{held && running === 0 ? `${label} when the show is over` : label}</span>
      <Progress className={styles.progress} value={fraction} label={label} />
      <span className={styles.figure}>{percentText(fraction)}</span>
      {remainingSeconds === null ? null : <span className={styles.detail}>{leftText(remainingSeconds)}</span>}
    </button>
  );
};

const Running = () => {
  const running = useStudio((state) => runningJobs(state.jobs).length);
  const job = useStudio((state) => runningJobs(state.jobs)[0] ?? null);
  const waiting = useStudio((state) => state.jobs.filter(isOpen).length);
  if (!job && waiting === 0) return <Exporting />;
  if (!job)
    return (
      <button type="button" className={styles.running} onClick={() => showJobs(true)}>
        <Hourglass size={14} strokeWidth={1.75} aria-hidden />
        <span className={styles.label}>
          {waiting === 1 ? '1 job waits' : `${waiting} jobs wait`} until the show is over
        </span>
      </button>
    );
  return (
    <button type="button" className={styles.running} onClick={() => showJobs(true)}>
      <LoaderCircle size={14} strokeWidth={1.75} aria-hidden />
      <span className={styles.label}>{running > 1 ? `${running} jobs · ${job.label}` : job.label}</span>
      <Progress className={styles.progress} value={job.fraction} label={job.label} />
      <span className={styles.figure}>{percentText(job.fraction)}</span>
      <span className={styles.detail}>{runningText(job)}</span>
    </button>
  );
};

const Saved = () => {
  const connection = useStudio((state) => state.connection);
  const trouble = useEditor(({ place }) => place?.saveTrouble ?? null);
  if (connection !== 'connected')
    return (
      <span className={classNames(styles.part, styles.error)}>
        <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
        {connection === 'connecting' ? 'Connecting' : 'Not connected'}
      </span>
    );
  if (trouble !== null)
    return (
      <span className={classNames(styles.part, styles.error)} title={trouble}>
        <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
        The workout’s file is not saved
      </span>
    );
  return (
    <span className={styles.part}>
      <Check size={14} strokeWidth={1.75} aria-hidden />
      Saved
    </span>
  );
};

const History = () => {
  const { undo, redo } = useStudio((state) => state.history);
  return (
    <span className={styles.history}>
      <IconButton
        icon={Undo2}
        label={undo === null ? 'Nothing to undo' : `Undo: ${undo}`}
        shortcut="edit.undo"
        side="top"
        disabled={undo === null}
        onClick={() => invoke('edit.undo')}
      />
      <IconButton
        icon={Redo2}
        label={redo === null ? 'Nothing to redo' : `Redo: ${redo}`}
        shortcut="edit.redo"
        side="top"
        disabled={redo === null}
        onClick={() => invoke('edit.redo')}
      />
    </span>
  );
};

/** Is the audio healthy, is anything running, is my work saved. */
export const StatusLine = () => {
  const { audio, room } = useStatus();
  const inEdit = useNavigation((state) => state.room === 'edit');
  const inRun = useNavigation((state) => state.room === 'run');
  const performs = useRun(({ view }) => view !== null) && inRun;
  const Icon = audio.state === 'warn' || audio.state === 'error' ? CircleAlert : Activity;
  return (
    <footer className={styles.line}>
      <OnAir />
      {performs ? (
        <RunStatus />
      ) : (
        <>
          <span className={classNames(styles.part, styles[audio.state])}>
            <Icon size={14} strokeWidth={1.75} aria-hidden />
            {audio.text}
          </span>
          {room ? <span className={classNames(styles.part, styles.room)}>{room}</span> : null}
          <span className={styles.gap} />
        </>
      )}
      <Running />
      {/* Edit and Run undo what was done to what is open there, at their tops. */}
      {inEdit || performs ? null : <History />}
      <Saved />
    </footer>
  );
};
