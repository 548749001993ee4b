import { Library, PackageOpen, Play } from 'lucide-react';
import { goTo } from '../state/navigation.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { TopBar } from '../ui/top-bar.tsx';

/** Where cue sessions will be performed. Says what can be done until then. */
export const RunRoom = () => (
  <>
    <TopBar title="Run" />
    <EmptyState
      icon={Play}
      title="Live cue sessions are not in this version"
      actions={
        <>
          <Button icon={Library} onClick={() => goTo('library')}>
            Listen in Library
          </Button>
          <Button icon={PackageOpen} onClick={() => goTo('export')}>
            Make files in Export
          </Button>
        </>
      }
    >
      Until they are: play any sound from Library, or export a workout and play its file in class.
    </EmptyState>
  </>
);
