import { FolderOpen } from 'lucide-react';
import type { ExportJob } from '../../../src/contract/index.ts';
import { Chip } from '../../ui/chip.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useExports } from '../export-store.ts';
import { madeBy } from '../jobs-of-file.ts';
import { Listen } from '../listen/listen.tsx';
import { chosenCells } from '../matrix/choosing.ts';
import type { Sheet } from '../matrix/sheet.ts';
import { JOB_LOOK } from '../queue/job-look.ts';
import { useJobName } from '../queue/queue-list.tsx';
import { QueuePanel } from '../queue/queue-panel.tsx';
import { madeName } from '../strip/shown-made.ts';
import { CellDetail } from './cell-detail.tsx';
import { ChosenMany } from './chosen-many.tsx';
import { ChosenWorkout } from './chosen-workout.tsx';
import styles from './detail.module.css';
import { JobFacts } from './job-facts.tsx';
import { MadeFile } from './made-file.tsx';

const ChosenJob = ({ job }: { job: ExportJob }) => {
  const history = useExports((state) => state.history);
  const nameOf = useJobName();
  const { word, icon, tone } = JOB_LOOK[job.state];
  const made = job.state === 'done' ? madeBy(job, history) : null;
  return (
    <Panel
      title={nameOf(job)}
      actions={
        <Chip icon={icon} tone={tone}>
          {word}
        </Chip>
      }
    >
      <JobFacts job={job} />
      {made ? <MadeFile made={made} /> : <p className={styles.path}>{job.path}</p>}
    </Panel>
  );
};

const Chosen = ({ sheet }: { sheet: Sheet }) => {
  const { subject, choice, job: id, jobs, made } = useExports();
  const job = jobs?.find((each) => each.id === id);
  if (subject === 'job' && job) return <ChosenJob job={job} />;
  if (subject === 'made' && made)
    return (
      <>
        <Panel title={madeName(made, sheet)}>
          <MadeFile made={made} />
        </Panel>
        <Listen made={made} />
      </>
    );
  const cells = chosenCells(sheet, choice);
  const row = sheet.rows.find(({ workout }) => workout.path === choice.focus);
  if (row)
    return (
      <>
        <ChosenWorkout workout={row.workout} />
        {cells.length > 0 ? <ChosenMany cells={cells} /> : null}
      </>
    );
  if (cells.length > 1) return <ChosenMany cells={cells} />;
  const [cell] = cells;
  if (cell) {
    const heard = cell.files.find((file) => file.made !== null)?.made;
    return (
      <>
        {cell.files.map((file) => (
          <CellDetail key={file.format} cell={cell} file={file} />
        ))}
        {heard ? <Listen made={heard} /> : null}
      </>
    );
  }
  return (
    <p className={styles.nothing}>
      <FolderOpen size={14} strokeWidth={1.75} aria-hidden /> Choose a workout or one of its variants.
    </p>
  );
};

/** The queue, and below it everything known of what is chosen. */
export const Inspector = ({ sheet }: { sheet: Sheet }) => (
  <>
    <QueuePanel />
    <Chosen sheet={sheet} />
  </>
);
