import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import styles from './app.module.css';
import { EditRoom } from './edit/edit-room.tsx';
import { MusicDialog } from './edit/music-dialog.tsx';
import { ExportRoom } from './export/export-room.tsx';
import { ConnectionBanner } from './frame/connection-banner.tsx';
import { OpenWorkout } from './frame/open-workout.tsx';
import { Rail } from './frame/rail.tsx';
import { RoomGuard } from './frame/room-guard.tsx';
import { StatusLine } from './frame/status-line.tsx';
import { Toasts } from './frame/toasts.tsx';
import { useFrameShortcuts } from './frame/use-frame-shortcuts.ts';
import { JobsTray } from './jobs/jobs-tray.tsx';
import { LibraryRoom } from './library/library-room.tsx';
import { HelpSheet } from './palette/help-sheet.tsx';
import { Palette } from './palette/palette.tsx';
import { PlayerBar, usePlayer } from './player/index.ts';
import { RunRoom } from './run/run-room.tsx';
import { SettingsRoom } from './settings/settings-room.tsx';
import { useTheme } from './settings/use-theme.ts';
import { type Room, useNavigation } from './state/navigation.ts';
import { Welcome } from './welcome/welcome.tsx';

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
  const jobsOpen = useNavigation((state) => state.jobsOpen);
  // Edit has the transport of its mix at the top; the bar is for sounds of the library.
  const playsInRoom = usePlayer(({ sound }) => sound?.kind !== 'asset') && room === 'edit';
  // A show has its own sound; in Run the bar is for what is auditioned.
  const isIdle = usePlayer(({ state }) => state === 'idle') && room === 'run';
  useFrameShortcuts();
  useTheme();
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <div className={styles.frame}>
          <Rail />
          <div className={styles.side}>
            <ConnectionBanner />
            <main className={styles.room}>
              <RoomGuard key={room}>{ROOM[room]()}</RoomGuard>
            </main>
            <div className={styles.player} hidden={playsInRoom || isIdle}>
              <PlayerBar />
            </div>
            <StatusLine />
          </div>
          <Welcome />
          {jobsOpen ? <JobsTray /> : null}
        </div>
        <Palette />
        <HelpSheet />
        <OpenWorkout />
        <MusicDialog />
        <Toasts />
      </Tooltip.Provider>
    </CSPProvider>
  );
};
