import { Menu } from '@base-ui/react/menu';
import { Ellipsis, FolderOpen, PackageOpen, Sparkles } from 'lucide-react';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { openDemo, openWorkout } from '../state/workouts.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import menu from '../ui/menu.module.css';
import { ShortcutItem } from '../ui/menu-item.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import styles from './export-room.module.css';
import { refreshSheet } from './export-store.ts';

/** While the workouts are looked at. */
export const Loading = () => (
  <div className={styles.skeleton} role="status" aria-label="Reading the workouts">
    {[0, 1, 2, 3].map((row) => (
      <span key={row} className={styles.ghost} />
    ))}
  </div>
);

export const NotRead = ({ trouble }: { trouble: string }) => (
  <EmptyState
    icon={PackageOpen}
    title="The workouts could not be read"
    actions={<Button onClick={refreshSheet}>Try again</Button>}
  >
    {trouble}
  </EmptyState>
);

export const NoWorkout = () => (
  <EmptyState
    icon={PackageOpen}
    title="No workout is open yet"
    actions={
      <>
        <Tooltip text="Open workout…" keys={shownKeys('file.open')}>
          <Button icon={FolderOpen} onClick={() => void openWorkout(null)}>
            Open workout…
          </Button>
        </Tooltip>
        <Button variant="primary" icon={Sparkles} onClick={() => void openDemo()}>
          Open the demo
        </Button>
      </>
    }
  >
    Open a workout file (.json, .zwo or .csv), or the demo: a six-minute ride with two coaches.
  </EmptyState>
);

/** What else can be done here. */
export const OpenButtons = () => (
  <Menu.Root>
    <Menu.Trigger render={<IconButton icon={Ellipsis} label="More" />} />
    <Menu.Portal>
      <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
        <Menu.Popup className={menu.popup}>
          <ShortcutItem id="file.open" />
          <ShortcutItem id="file.openDemo" />
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
);
