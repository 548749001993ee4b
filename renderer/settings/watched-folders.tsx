import { FolderOpen, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { saveSettings } from './save-settings.ts';
import styles from './watched-folders.module.css';

/** Folders whose new sounds are imported by themselves. */
export const WatchedFolders = ({ folders }: { folders: readonly string[] }) => {
  const host = useStudio((state) => state.host);
  const [typed, setTyped] = useState('');
  const keep = (next: readonly string[]): Promise<void> => saveSettings({ watchedFolders: [...new Set(next)] });
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (typed.trim() === '') return;
    await keep([...folders, typed.trim()]);
    setTyped('');
  };
  const choose = async (): Promise<void> => {
    const chosen = (await host?.choose('folder')) ?? [];
    if (chosen.length > 0) await keep([...folders, ...chosen]);
  };
  return (
    <div className={styles.watched}>
      {folders.length > 0 ? (
        <ul className={styles.list}>
          {folders.map((folder) => (
            <li key={folder} className={styles.folder}>
              <span>{folder}</span>
              <IconButton
                icon={X}
                label={`Watch ${folder} no longer`}
                onClick={() => void keep(folders.filter((other) => other !== folder))}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <form onSubmit={(event) => void add(event)}>
        <Field
          label="Watch another folder"
          placeholder="Path of a folder"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          help="Sounds that come into it, or lie in it already, are imported by themselves."
          actions={
            <>
              {host?.kind === 'desktop' ? (
                <Button icon={FolderOpen} onClick={() => void choose()}>
                  Choose…
                </Button>
              ) : null}
              <Button type="submit" disabled={typed.trim() === ''}>
                Watch
              </Button>
            </>
          }
        />
      </form>
    </div>
  );
};
