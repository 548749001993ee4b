import { type FormEvent, useRef, useState } from 'react';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from '../ui/dialog-form.module.css';
import { Field } from '../ui/field.tsx';
import { OpenFile } from '../ui/open-file.tsx';
import { createList, openDropped, openList, useOpening } from './open-list.ts';

/** Asks for the name of a new cuelist. */
export const NewList = ({ onClose }: { onClose: () => void }) => {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (name.trim() === '') {
      setProblem('Give it a name.');
      field.current?.focus();
      return;
    }
    onClose();
    await createList(name.trim());
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="New cuelist" initialFocus={field}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field
          ref={field}
          label="Name"
          placeholder="Friday 20:00"
          value={name}
          maxLength={200}
          problem={problem}
          onChange={(event) => {
            setName(event.target.value);
            setProblem(null);
          }}
        />
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit">
            Make it
          </Button>
        </div>
      </form>
    </Dialog>
  );
};

/** Where the host has no dialog of its own: which cuelist to open. */
export const OpenList = () => {
  const asking = useOpening((state) => state.asking);
  const isWeb = useStudio((state) => state.host?.kind === 'web');
  const close = (): void => useOpening.setState({ asking: false });
  const send = async (files: readonly File[]): Promise<null> => {
    close();
    await openDropped(files);
    return null;
  };
  return (
    <OpenFile
      open={asking}
      onOpenChange={(open) => !open && close()}
      title="Open cuelist"
      placeholder="/home/you/Shows/friday.json"
      help="Ours or a session of another tool (.json), .m3u or .csv. Its sounds are found beside it."
      accept=".json,.m3u,.m3u8,.csv"
      fileLabel="Cuelist file"
      onPath={(path) => {
        close();
        return openList(path);
      }}
      onFiles={isWeb ? send : null}
    />
  );
};
