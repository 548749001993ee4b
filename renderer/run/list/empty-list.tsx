import { Library, ListMusic, Plus } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useRun } from '../run-store.ts';
import { chooseFromLibrary, chooseSounds } from './add-sounds.ts';

/** A list without cues. */
export const EmptyList = () => {
  const armed = useRun(({ view }) => view?.armed ?? false);
  return (
    <EmptyState
      icon={ListMusic}
      title="No cues yet"
      actions={
        armed ? null : (
          <>
            <Button icon={Plus} onClick={() => void chooseSounds()}>
              Add sounds…
            </Button>
            <Button icon={Library} onClick={chooseFromLibrary}>
              From the library…
            </Button>
          </>
        )
      }
    >
      Drop sound files here: each becomes a cue. Then say what follows what, and arm the list.
    </EmptyState>
  );
};
