import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import styles from './app.module.css';
import { EditRoom } from './edit/edit-room.tsx';
import { ExportRoom } from './export/export-room.tsx';
import { Rail } from './frame/rail.tsx';
import { StatusLine } from './frame/status-line.tsx';
import { useFrameShortcuts } from './frame/use-frame-shortcuts.ts';
import { LibraryRoom } from './library/library-room.tsx';
import { PlayerBar } from './player/player-bar.tsx';
import { RunRoom } from './run/run-room.tsx';
import { SettingsRoom } from './settings/settings-room.tsx';
import { type Room, useNavigation } from './state/navigation.ts';

const ROOM: Record<Room, () => React.ReactNode> = {
  library: () => <LibraryRoom />,
  edit: () => <EditRoom />,
  run: () => <RunRoom />,
  export: () => <ExportRoom />,
  settings: () => <SettingsRoom />,
};

/** The frame: rail, room, player, status line. */
export const App = () => {
  const room = useNavigation((state) => state.room);
  useFrameShortcuts();
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <div className={styles.frame}>
          <Rail />
          <div className={styles.side}>
            <main className={styles.room}>{ROOM[room]()}</main>
            <PlayerBar />
            <StatusLine />
          </div>
        </div>
      </Tooltip.Provider>
    </CSPProvider>
  );
};
