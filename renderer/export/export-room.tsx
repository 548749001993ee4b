import { FolderOpen, PackageOpen, Sparkles, Zap } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { refreshWorkouts } from '../state/connection.ts';
import { isOpen } from '../state/jobs.ts';
import { chooseWorkout, goTo, useNavigation } from '../state/navigation.ts';
import { tellRoomStatus } from '../state/status.ts';
import { useStudio } from '../state/studio.ts';
import { openDemo, openWorkout } from '../state/workouts.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { bytesText } from '../ui/figures.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Split } from '../ui/split.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { TopBar } from '../ui/top-bar.tsx';
import { startExport, useAskedExports } from './export-actions.ts';
import { exportMatrix, toMake, waitingText } from './export-matrix.ts';
import styles from './export-room.module.css';
import { Inspector } from './inspector.tsx';
import { Matrix } from './matrix.tsx';

const OpenButtons = ({ first }: { first: boolean }) => (
  <>
    <Tooltip text="Open workout…" keys={shownKeys('file.open')}>
      <Button icon={FolderOpen} onClick={() => void openWorkout(null)}>
        Open workout…
      </Button>
    </Tooltip>
    <Button variant={first ? 'primary' : 'plain'} icon={Sparkles} onClick={() => void openDemo()}>
      Open the demo
    </Button>
  </>
);

const Skeleton = () => (
  <div className={styles.skeleton} role="status" aria-label="Reading the workouts">
    {[0, 1, 2].map((row) => (
      <span key={row} className={styles.ghost} />
    ))}
  </div>
);

/** What exists of each workout, what is stale and why, and the button that makes what is missing. */
export const ExportRoom = () => {
  const { host, workouts, workoutsTrouble, jobs, settings, info } = useStudio();
  const asked = useAskedExports((state) => state.asked);
  const chosen = useNavigation();
  const [show, setShow] = useState<'all' | 'waiting'>('all');

  const matrix = useMemo(() => exportMatrix(workouts ?? [], jobs, asked), [workouts, jobs, asked]);
  const waiting = matrix.rows.filter((row) => toMake(row).length > 0);
  const rows = show === 'waiting' ? waiting : matrix.rows;
  const row = rows.find(({ workout }) => workout.path === chosen.workout) ?? rows[0] ?? null;
  const cell = row?.cells.find((each) => each && each.variant.id === chosen.variant) ?? null;
  const count = waiting.reduce((sum, each) => sum + toMake(each).length, 0);
  const again = count === 0 && row && row.job === null && row.workout.errors.length === 0 ? row : null;

  const start = (): void => {
    for (const each of waiting) void startExport(each.workout, toMake(each));
    if (again)
      void startExport(
        again.workout,
        again.workout.variants.map(({ id }) => id),
      );
  };
  const canStart = count > 0 || (again !== null && again.workout.variants.length > 0);
  useShortcut('export.start', start, canStart);
  const file = cell?.variant.files[0];
  useShortcut(
    'export.showFile',
    () => file && host?.showFile?.(file.path),
    file !== undefined && host?.showFile != null,
  );
  useEffect(() => {
    tellRoomStatus(info?.freeBytes == null ? null : `${bytesText(info.freeBytes)} free`);
    return () => tellRoomStatus(null);
  }, [info]);

  const running = jobs
    .filter((job) => (job.kind === 'export' || job.kind === 'demo') && isOpen(job))
    .map((job) => ({ job, name: matrix.rows.find((each) => each.job?.id === job.id)?.workout.title ?? job.label }));
  const isEmpty = workouts?.length === 0;

  return (
    <>
      <TopBar
        title="Export"
        actions={
          isEmpty ? null : (
            <>
              <span className={styles.summary}>{waitingText(matrix.rows)}</span>
              <OpenButtons first={false} />
              <Tooltip
                text={count > 0 ? 'Export what is stale or not made' : 'Export the chosen workout again'}
                keys={shownKeys('export.start')}
              >
                <Button variant="primary" icon={Zap} disabled={!canStart} onClick={start}>
                  {count > 0 ? `Export ${count}` : again ? 'Export again' : 'Export'}
                </Button>
              </Tooltip>
            </>
          )
        }
      >
        {isEmpty ? null : (
          <>
            <Segmented
              label="Which workouts"
              value={show}
              choices={[
                { value: 'all', label: 'All workouts' },
                { value: 'waiting', label: `To make · ${count}` },
              ]}
              onChange={setShow}
            />
            {settings ? (
              <Tooltip text="Defaults of exports that say none: Settings" keys={shownKeys('go.settings')}>
                <Button variant="quiet" className={styles.defaults} onClick={() => goTo('settings')}>
                  MP3 {settings.mp3Bitrate} · {String(settings.targetLufs).replace('-', '−')} LUFS
                </Button>
              </Tooltip>
            ) : null}
          </>
        )}
      </TopBar>
      {workoutsTrouble !== null && workouts === null ? (
        <EmptyState
          icon={PackageOpen}
          title="The workouts could not be read"
          actions={<Button onClick={() => void refreshWorkouts()}>Try again</Button>}
        >
          {workoutsTrouble}
        </EmptyState>
      ) : workouts === null ? (
        <Skeleton />
      ) : isEmpty && running.length === 0 ? (
        <EmptyState icon={PackageOpen} title="No workout is open yet" actions={<OpenButtons first />}>
          Open a workout file (.json, .zwo or .csv), or the demo: a six-minute ride with two coaches.
        </EmptyState>
      ) : (
        <Split
          name="export"
          inspectorLabel="Chosen variant"
          inspector={<Inspector jobs={running} row={row} cell={cell} />}
        >
          {rows.length > 0 ? (
            <Matrix
              matrix={{ columns: matrix.columns, rows }}
              chosen={{ workout: row?.workout.path ?? null, variant: cell?.variant.id ?? null }}
              onChoose={chooseWorkout}
            />
          ) : isEmpty ? (
            <EmptyState icon={Sparkles} title="The demo is being made">
              Its music takes a few seconds, then its variants stand here.
            </EmptyState>
          ) : (
            <EmptyState
              icon={PackageOpen}
              title="Everything is made"
              actions={<Button onClick={() => setShow('all')}>Show all workouts</Button>}
            >
              No variant is stale, none is missing.
            </EmptyState>
          )}
        </Split>
      )}
    </>
  );
};
