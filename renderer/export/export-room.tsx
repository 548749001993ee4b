import { PackageOpen, Sparkles, Zap } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { PathDialog } from '../library/path-dialog.tsx';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { tellRoomStatus } from '../state/status.ts';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { bytesText } from '../ui/figures.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Split } from '../ui/split.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { TopBar } from '../ui/top-bar.tsx';
import { Unseen } from '../ui/unseen.tsx';
import { Inspector } from './detail/inspector.tsx';
import { exportFiles } from './export-actions.ts';
import styles from './export-room.module.css';
import { Loading, NotRead, NoWorkout, OpenButtons } from './export-states.tsx';
import { useExports, watchSheet } from './export-store.ts';
import { HistoryTable } from './history/history-table.tsx';
import { CellMenu } from './matrix/cell-menu.tsx';
import { Grid } from './matrix/grid.tsx';
import { cellsOf, filesDue, type Sheet, sheetOf, toMake, waitingText } from './matrix/sheet.ts';
import { PresetMenu } from './presets/preset-menu.tsx';
import { PublishButton } from './publish/publish-button.tsx';
import { ShareStrip } from './strip/share-strip.tsx';
import { madeName, shownMade } from './strip/shown-made.ts';
import { useExportKeys } from './use-export-keys.ts';
import { useFollowedWorkout } from './use-followed-workout.ts';

type View = 'all' | 'waiting' | 'history';

const Nothing = ({ onAll }: { onAll: () => void }) => (
  <EmptyState
    icon={PackageOpen}
    title="Nothing is to be made"
    actions={<Button onClick={onAll}>Show all workouts</Button>}
  >
    No variant is stale, none is missing.
  </EmptyState>
);

/** What exists of each workout, what is stale and why, the queue, and the button that makes what is missing. */
export const ExportRoom = () => {
  const exports = useExports();
  const { workouts, trouble, preset, held, said } = exports;
  const jobs = exports.jobs ?? NO_JOBS;
  const info = useStudio((state) => state.info);
  const [view, setView] = useState<View>('all');
  const sheet = useMemo((): Sheet => sheetOf(workouts ?? [], jobs, preset), [workouts, jobs, preset]);
  const shown = useMemo(() => (view === 'waiting' ? toMake(sheet) : sheet), [view, sheet]);
  const due = useMemo(() => filesDue(cellsOf(sheet)), [sheet]);
  const making = useStudio((state) => state.jobs.some((job) => job.kind === 'demo' && job.state === 'running'));

  useEffect(watchSheet, []);
  useFollowedWorkout(shown);
  useEffect(() => {
    tellRoomStatus(info?.freeBytes == null ? null : `${bytesText(info.freeBytes)} free`);
    return () => tellRoomStatus(null);
  }, [info]);
  const { exportChosen } = useExportKeys(shown, due);

  const strip = shownMade(shown, exports);
  const isEmpty = workouts?.length === 0;
  const waiting = waitingText(cellsOf(sheet));
  const work =
    trouble !== null && workouts === null ? (
      <NotRead trouble={trouble} />
    ) : workouts === null ? (
      <Loading />
    ) : isEmpty && making ? (
      <EmptyState icon={Sparkles} title="The demo is being made">
        Its music takes a few seconds, then its variants stand here.
      </EmptyState>
    ) : isEmpty ? (
      <NoWorkout />
    ) : (
      <Split name="export" inspectorLabel="Queue and what is chosen" inspector={<Inspector sheet={shown} />}>
        {view === 'history' ? (
          <HistoryTable sheet={sheet} />
        ) : shown.rows.length > 0 ? (
          <Grid sheet={shown} onExport={exportChosen} menu={(grid) => <CellMenu sheet={shown}>{grid}</CellMenu>} />
        ) : (
          <Nothing onAll={() => setView('all')} />
        )}
        {strip ? <ShareStrip {...strip} title={madeName(strip.made, sheet)} /> : null}
      </Split>
    );
  return (
    <>
      <TopBar
        title="Export"
        actions={
          isEmpty || workouts === null ? null : (
            <>
              <span className={styles.summary}>{waiting}</span>
              <OpenButtons />
              <PublishButton sheet={sheet} />
              <Tooltip text="Export what is stale, failed or not made" keys={shownKeys('export.start')}>
                <Button variant="primary" icon={Zap} disabled={due.length === 0} onClick={() => void exportFiles(due)}>
                  {due.length > 0 ? `Export ${due.length}` : 'Export'}
                </Button>
              </Tooltip>
            </>
          )
        }
      >
        {isEmpty || workouts === null ? null : (
          <>
            <Segmented
              label="What is shown"
              value={view}
              choices={[
                { value: 'all', label: 'All workouts' },
                { value: 'waiting', label: `To make · ${due.length}` },
                { value: 'history', label: 'History' },
              ]}
              onChange={setView}
            />
            <PresetMenu />
          </>
        )}
      </TopBar>
      {held && jobs.some(({ state }) => state === 'queued') ? (
        <p className={styles.held} role="status">
          A show is armed: exports wait until it is over.
        </p>
      ) : null}
      {work}
      <PathDialog />
      <Unseen>
        <output aria-live="polite">
          {/* A new element each time: the same words in the same place would be no news. */}
          <span key={said.number}>{said.text}</span>
        </output>
      </Unseen>
    </>
  );
};

const NO_JOBS = [] as const;
