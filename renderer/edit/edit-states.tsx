import { AudioWaveform, FilePlus, FolderOpen, RefreshCw, Sparkles } from 'lucide-react';
import { ShowFile } from '../export/show-file.tsx';
import { invoke } from '../shortcuts/registry.ts';
import { refreshWorkouts } from '../state/connection.ts';
import { chooseWorkout } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { openDemo, openWorkout } from '../state/workouts.ts';
import { Button } from '../ui/button.tsx';
import { CannotOpen, linesOf } from '../ui/cannot-open.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { countText, fileName } from '../ui/figures.ts';
import { TopBar } from '../ui/top-bar.tsx';
import styles from './edit-room.module.css';
import { openEditor } from './edit-store.ts';

/** No workout is open, or none could be listed. */
export const NothingOpen = () => {
  const workouts = useStudio((state) => state.workouts);
  const trouble = useStudio((state) => state.workoutsTrouble);
  if (trouble !== null && workouts === null)
    return (
      <>
        <TopBar title="Edit" />
        <EmptyState
          icon={AudioWaveform}
          title="The workouts could not be read"
          actions={<Button onClick={() => void refreshWorkouts()}>Try again</Button>}
        >
          {trouble}
        </EmptyState>
      </>
    );
  return (
    <>
      <TopBar title="Edit" />
      <EmptyState
        icon={AudioWaveform}
        title="No workout is open yet"
        actions={
          <>
            <Button icon={FilePlus} onClick={() => invoke('file.new')}>
              New workout…
            </Button>
            <Button icon={FolderOpen} onClick={() => void openWorkout(null)}>
              Open workout…
            </Button>
            <Button variant="primary" icon={Sparkles} onClick={() => void openDemo()}>
              Open the demo
            </Button>
          </>
        }
      >
        Begin with music from your library, open a workout file (.json, .zwo or .csv), or look at the demo: a six-minute
        ride with two coaches.
      </EmptyState>
    </>
  );
};

/** The demo's music is being made: what it will open with is not there yet. */
export const DemoComes = () => (
  <>
    <TopBar title="Edit" />
    <EmptyState icon={Sparkles} title="The demo is being made">
      Its music takes a few seconds, then its timeline opens here.
    </EmptyState>
  </>
);

/** The places of bar, timeline and panels before the workout is there. */
export const Opening = ({ path }: { path: string }) => (
  <>
    <TopBar title={fileName(path)} />
    <div className={styles.opening} role="status" aria-label={`Opening ${fileName(path)}`}>
      <span className={styles.ghostRuler} />
      <span className={styles.ghostLane} />
      <span className={styles.ghostWave} />
      <span className={styles.ghostLane} />
      {[0, 1, 2, 3, 4].map((row) => (
        <span key={row} className={styles.ghostRow} />
      ))}
    </div>
  </>
);

/** A workout that cannot be edited as it is: what is wrong with it, and what can be done. */
export const CannotOpenWorkout = ({ path, trouble }: { path: string; trouble: string }) => {
  const listed = useStudio((state) => state.workouts?.find((workout) => workout.path === path) ?? null);
  const others = useStudio((state) => state.workouts) ?? [];
  const other = others.find((workout) => workout.path !== path && workout.errors.length === 0);
  const errors = linesOf((listed?.errors ?? []).join('\n'));
  return (
    <>
      <TopBar title={listed?.title ?? fileName(path)} />
      <CannotOpen
        title={errors.length > 0 ? `It has ${countText(errors.length, 'error')}` : 'It could not be opened'}
        path={path}
        lines={errors.length > 0 ? errors : linesOf(trouble)}
        actions={
          <>
            <Button variant="primary" icon={RefreshCw} onClick={() => void openEditor(path)}>
              Try again
            </Button>
            <ShowFile path={path} />
            <Button icon={FolderOpen} onClick={() => void openWorkout(null)}>
              Open another…
            </Button>
            {other ? (
              <Button variant="quiet" onClick={() => chooseWorkout(other.path)}>
                Go back to {other.title}
              </Button>
            ) : null}
          </>
        }
      />
    </>
  );
};
