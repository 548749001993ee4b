import { Pencil } from 'lucide-react';
import type { MatrixWorkout } from '../../../src/contract/index.ts';
import { attempt } from '../../state/ask.ts';
import { chooseWorkout, goTo } from '../../state/navigation.ts';
import { useStudio } from '../../state/studio.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { fileName, lengthText } from '../../ui/figures.ts';
import { Panel } from '../../ui/panel.tsx';
import { ShowFile } from '../show-file.tsx';
import styles from './detail.module.css';

const folderOf = ({ rows }: MatrixWorkout): string | null => {
  const path = rows.flatMap(({ cells }) => cells).find((cell) => cell.path !== null)?.path;
  return path ? path.slice(0, -fileName(path).length - 1) : null;
};

/** A workout: what it is, what is wrong with it, where its exports go. */
export const ChosenWorkout = ({ workout }: { workout: MatrixWorkout }) => {
  const known = useStudio(({ workouts }) => workouts?.find(({ path }) => path === workout.path) ?? null);
  const edit = (): void => {
    chooseWorkout(workout.path);
    goTo('edit');
  };
  return (
    <Panel title="Workout">
      <h3 className={styles.title}>{workout.title}</h3>
      {workout.errors.length > 0 ? (
        <div role="alert" className={styles.problem}>
          <strong>It cannot be exported until its file is mended:</strong>
          <ul>
            {workout.errors.map((error) => (
              <li key={error}>{error}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {known?.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          {warning}
        </p>
      ))}
      <Facts
        facts={[
          ['Length', known?.seconds == null ? null : lengthText(known.seconds)],
          ['Segments', known ? String(known.segments) : null],
          ['Cues', known ? String(known.cues) : null],
          ['Coaches', known && known.coaches.length > 0 ? known.coaches.join(', ') : null],
          ['File', fileName(workout.path)],
          ['Exports to', folderOf(workout)],
        ]}
      />
      <div className={styles.actions}>
        <Button icon={Pencil} onClick={edit}>
          Edit it
        </Button>
        <ShowFile path={workout.path} />
        <Button
          variant="quiet"
          onClick={() => void attempt('It is still on the list', 'workouts.forget', { path: workout.path })}
        >
          Take off the list
        </Button>
      </div>
    </Panel>
  );
};
