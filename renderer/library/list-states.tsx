import { CircleAlert, FolderPlus, Music, RotateCcw, SearchX } from 'lucide-react';
import { useState } from 'react';
import { openDemo } from '../state/workouts.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { chooseAndImport } from './import-sounds.ts';
import styles from './library-room.module.css';
import { narrow, retry, useLibrary } from './library-store.ts';

/** Nothing was ever imported. */
export const NothingYet = () => (
  <EmptyState
    icon={Music}
    title="No sounds yet"
    actions={
      <>
        <Button variant="primary" icon={FolderPlus} onClick={() => void chooseAndImport('sounds')}>
          Import sounds…
        </Button>
        <Button onClick={() => void chooseAndImport('folder')}>Import a folder…</Button>
        <Button variant="quiet" onClick={() => void openDemo()}>
          Open the demo
        </Button>
      </>
    }
  >
    Drop music, voices or a whole folder anywhere here: every sound is measured and can be heard at once.
  </EmptyState>
);

/** Something narrows, and nothing fits. */
export const NothingFound = ({ typed }: { typed: string }) => (
  <EmptyState
    icon={SearchX}
    title={typed.trim() ? `Nothing fits “${typed.trim()}”` : 'Nothing here'}
    actions={
      <Button variant="primary" onClick={() => narrow({ typed: '', place: { of: 'all' } })}>
        Show all audio
      </Button>
    }
  >
    No sound fits the words, the filters and the shelf together. Take one away, or look at everything.
  </EmptyState>
);

/** The library did not answer. */
export const NotAnswered = ({ trouble }: { trouble: string | null }) => (
  <EmptyState
    icon={CircleAlert}
    title="The library did not answer"
    actions={
      <Button variant="primary" icon={RotateCcw} onClick={retry}>
        Try again
      </Button>
    }
  >
    {trouble ?? 'It gave no reason.'}
  </EmptyState>
);

/** The library's file was damaged at the start and a backup was opened: said until it is put away. */
export const Recovered = () => {
  const recovered = useLibrary((state) => state.summary?.recovered ?? null);
  const [seen, setSeen] = useState(false);
  return recovered === null || seen ? null : (
    <div role="alert" className={styles.recovered}>
      <p>{recovered}</p>
      <Button onClick={() => setSeen(true)}>Understood</Button>
    </div>
  );
};
