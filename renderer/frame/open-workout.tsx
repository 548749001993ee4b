import { FileUp } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { toFailure } from '../../src/model/index.ts';
import { showOver, useNavigation } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { openWorkout } from '../state/workouts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import styles from './open-workout.module.css';

/** Where the host has no dialog of its own: the path of a workout on the studio's computer, or a file to send there. */
export const OpenWorkout = () => {
  const open = useNavigation((state) => state.over === 'open-workout');
  const host = useStudio((state) => state.host);
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const typed = path.trim().replace(/^["']|["']$/g, '');
    if (typed === '') setProblem('Say where the file is.');
    else if (await openWorkout(typed)) setPath('');
  };
  const send = async (files: FileList | null): Promise<void> => {
    try {
      const [sent] = (await host?.pathsOf([...(files ?? [])])) ?? [];
      if (sent) await openWorkout(sent);
    } catch (error) {
      setProblem(toFailure(error).message);
    }
  };

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => showOver(next ? 'open-workout' : null)}
      title="Open workout"
      initialFocus={field}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field
          ref={field}
          label="Path of the file on the computer where Cueforge runs"
          placeholder="/home/you/Workouts/hill-repeats.json"
          value={path}
          onChange={(event) => {
            setPath(event.target.value);
            setProblem(null);
          }}
          problem={problem}
          help="A .json, .zwo or .csv file. Its music and recordings are found beside it."
        />
        <div className={styles.actions}>
          <Button variant="quiet" icon={FileUp} onClick={() => input.current?.click()}>
            Send a file instead…
          </Button>
          <Button variant="primary" type="submit">
            Open
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept=".json,.zwo,.csv"
          aria-label="Workout file"
          onChange={(event) => void send(event.target.files)}
        />
      </form>
    </Dialog>
  );
};
