import { FileUp } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import styles from './dialog-form.module.css';
import { Field } from './field.tsx';

export interface OpenFileProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** A path as it may look. */
  placeholder: string;
  /** What files can be opened, in words. */
  help: string;
  /** The same for the system's dialog: `.json,.csv`. */
  accept: string;
  /** Name of the field that a file is sent with. */
  fileLabel: string;
  /** Opens what is there; true: it is open. */
  onPath: (path: string) => Promise<boolean>;
  /** Sends files to the studio's computer and opens them; a sentence that says why not, or null. Null: none can be sent. */
  onFiles: ((files: readonly File[]) => Promise<string | null>) | null;
}

/** Where the host has no dialog of its own: the path of a file on the studio's computer, or a file to send there. */
export const OpenFile = (props: OpenFileProps) => {
  const { open, onOpenChange, title, placeholder, help, accept, fileLabel, onPath, onFiles } = props;
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const typed = path.trim().replace(/^["']|["']$/g, '');
    if (typed === '') setProblem('Say where the file is.');
    else if (await onPath(typed)) setPath('');
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} initialFocus={field}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field
          ref={field}
          label="Path of the file on the computer where Cueforge runs"
          placeholder={placeholder}
          value={path}
          onChange={(event) => {
            setPath(event.target.value);
            setProblem(null);
          }}
          problem={problem}
          help={help}
        />
        <div className={styles.actions}>
          {onFiles === null ? null : (
            <Button variant="quiet" icon={FileUp} onClick={() => input.current?.click()}>
              Send a file instead…
            </Button>
          )}
          <Button variant="primary" type="submit">
            Open
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept={accept}
          aria-label={fileLabel}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            if (files.length > 0) void onFiles?.(files).then(setProblem);
          }}
        />
      </form>
    </Dialog>
  );
};
