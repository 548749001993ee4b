import { FileUp } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import styles from './list-dialogs.module.css';
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

/** Where the host has no dialog of its own: the path of a cuelist on the studio's computer, or a file to send there. */
export const OpenList = () => {
  const asking = useOpening((state) => state.asking);
  const isWeb = useStudio((state) => state.host?.kind === 'web');
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const close = (): void => useOpening.setState({ asking: false });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const typed = path.trim().replace(/^["']|["']$/g, '');
    if (typed === '') {
      setProblem('Say where the file is.');
      return;
    }
    close();
    if (await openList(typed)) setPath('');
  };
  return (
    <Dialog open={asking} onOpenChange={(open) => !open && close()} title="Open cuelist" initialFocus={field}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field
          ref={field}
          label="Path of the file on the computer where Cueforge runs"
          placeholder="/home/you/Shows/friday.json"
          value={path}
          onChange={(event) => {
            setPath(event.target.value);
            setProblem(null);
          }}
          problem={problem}
          help="Ours or a session of another tool (.json), .m3u or .csv. Its sounds are found beside it."
        />
        <div className={styles.actions}>
          {isWeb ? (
            <Button variant="quiet" icon={FileUp} onClick={() => input.current?.click()}>
              Send a file instead…
            </Button>
          ) : null}
          <Button variant="primary" type="submit">
            Open
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept=".json,.m3u,.m3u8,.csv"
          aria-label="Cuelist file"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            close();
            if (files.length > 0) void openDropped(files);
          }}
        />
      </form>
    </Dialog>
  );
};
