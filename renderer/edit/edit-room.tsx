import { AudioWaveform, FolderOpen, PackageOpen, RefreshCw, Sparkles } from 'lucide-react';
import type { WorkoutSummary } from '../../src/contract/index.ts';
import { ShowFile } from '../export/show-file.tsx';
import { refreshWorkouts } from '../state/connection.ts';
import { chooseWorkout, goTo, useNavigation } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { openDemo, openWorkout } from '../state/workouts.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { countText, lengthText } from '../ui/figures.ts';
import { Panel } from '../ui/panel.tsx';
import { TopBar } from '../ui/top-bar.tsx';
import styles from './edit-room.module.css';

const Figure = ({ value, name }: { value: string; name: string }) => (
  <div className={styles.figure}>
    <dd>{value}</dd>
    <dt>{name}</dt>
  </div>
);

const OneWorkout = ({ workout }: { workout: WorkoutSummary }) => {
  const { seconds, segments, cues, coaches, variants, errors, warnings } = workout;
  return (
    <div className={styles.page}>
      <dl className={styles.figures}>
        <Figure value={seconds === null ? '–' : lengthText(seconds)} name="length" />
        <Figure value={String(segments)} name={segments === 1 ? 'segment' : 'segments'} />
        <Figure value={String(cues)} name={cues === 1 ? 'cue' : 'cues'} />
        <Figure value={String(variants.length)} name={variants.length === 1 ? 'variant' : 'variants'} />
      </dl>
      {coaches.length > 0 ? (
        <div className={styles.coaches}>
          {coaches.map((coach) => (
            <Chip key={coach} tone="voice">
              {coach}
            </Chip>
          ))}
        </div>
      ) : null}
      {[...errors.map((text) => ({ text, wrong: true })), ...warnings.map((text) => ({ text, wrong: false }))].map(
        ({ text, wrong }) => (
          <p key={text} className={wrong ? styles.error : styles.warning}>
            {wrong ? 'Error: ' : ''}
            {text}
          </p>
        ),
      )}
      <Panel title="To change it" className={styles.now}>
        <p>
          The timeline is not in this version. A workout is a text file: change it in any editor, then have it read
          again here. What was exported before shows as stale in Export.
        </p>
        <p className={styles.path}>{workout.path}</p>
        <div className={styles.actions}>
          <ShowFile path={workout.path} />
          <Button icon={RefreshCw} onClick={() => void refreshWorkouts()}>
            Read it again
          </Button>
        </div>
      </Panel>
    </div>
  );
};

/** What a workout holds, and how it is changed as long as there is no timeline here. */
export const EditRoom = () => {
  const workouts = useStudio((state) => state.workouts);
  const trouble = useStudio((state) => state.workoutsTrouble);
  const chosen = useNavigation((state) => state.workout);
  const workout = workouts?.find(({ path }) => path === chosen) ?? workouts?.[0] ?? null;
  if (!workout)
    return (
      <>
        <TopBar title="Edit" />
        {workouts === null && trouble === null ? null : (
          <EmptyState
            icon={AudioWaveform}
            title={trouble === null ? 'No workout is open yet' : 'The workouts could not be read'}
            actions={
              trouble === null ? (
                <>
                  <Button icon={FolderOpen} onClick={() => void openWorkout(null)}>
                    Open workout…
                  </Button>
                  <Button variant="primary" icon={Sparkles} onClick={() => void openDemo()}>
                    Open the demo
                  </Button>
                </>
              ) : (
                <Button onClick={() => void refreshWorkouts()}>Try again</Button>
              )
            }
          >
            {trouble ?? 'Open a workout file, or the demo, to see its segments and cues counted here.'}
          </EmptyState>
        )}
      </>
    );
  return (
    <>
      <TopBar
        title={workout.title}
        actions={
          <Button variant="primary" icon={PackageOpen} onClick={() => goTo('export')}>
            Go to Export
          </Button>
        }
      >
        {workouts && workouts.length > 1 ? (
          <select
            className={styles.choice}
            aria-label="Workout"
            value={workout.path}
            onChange={(event) => chooseWorkout(event.target.value)}
          >
            {workouts.map(({ path, title, cues }) => (
              <option key={path} value={path}>
                {title} · {countText(cues, 'cue')}
              </option>
            ))}
          </select>
        ) : null}
      </TopBar>
      <div className={styles.scroll}>
        <OneWorkout workout={workout} />
      </div>
    </>
  );
};
