import { AudioWaveform, Library, ListChecks, type LucideIcon, PackageOpen, Play, Settings } from 'lucide-react';
import { useRun } from '../run/run-store.ts';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { runningJobs } from '../state/jobs.ts';
import { goTo, type Room, showJobs, useNavigation } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { classNames } from '../ui/class-names.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import styles from './rail.module.css';

const PLACES: readonly { room: Room; label: string; icon: LucideIcon }[] = [
  { room: 'library', label: 'Library', icon: Library },
  { room: 'edit', label: 'Edit', icon: AudioWaveform },
  { room: 'run', label: 'Run', icon: Play },
  { room: 'export', label: 'Export', icon: PackageOpen },
];

/** At Run while a show is armed or sounds; the status line says it in words. */
const OnAirMark = () => {
  const onAir = useRun(({ view }) => view !== null && (view.armed || view.runs.length > 0));
  const alarmed = useRun(({ view }) => (view?.alarms.length ?? 0) > 0);
  return onAir ? <span className={styles.onAir} data-alarmed={alarmed} aria-hidden /> : null;
};

const Place = ({ room, label, icon: Icon }: (typeof PLACES)[number]) => {
  const here = useNavigation((state) => state.room === room);
  return (
    <Tooltip text={label} keys={shownKeys(`go.${room}`)} side="right">
      <button
        type="button"
        className={classNames(styles.place, here && styles.here)}
        aria-current={here ? 'page' : undefined}
        onClick={() => goTo(room)}
      >
        <span className={styles.icon}>
          <Icon size={18} strokeWidth={1.75} aria-hidden />
          {room === 'run' ? <OnAirMark /> : null}
        </span>
        {label}
      </button>
    </Tooltip>
  );
};

/** Between the rooms, and to jobs and settings. */
export const Rail = () => {
  const jobsOpen = useNavigation((state) => state.jobsOpen);
  const running = useStudio((state) => runningJobs(state.jobs).length);
  return (
    <nav className={styles.rail} aria-label="Rooms">
      {PLACES.map((place) => (
        <Place key={place.room} {...place} />
      ))}
      <span className={styles.gap} />
      <Tooltip text="Jobs" keys={shownKeys('go.jobs')} side="right">
        <button
          type="button"
          className={classNames(styles.place, jobsOpen && styles.open)}
          aria-expanded={jobsOpen}
          aria-controls="jobs"
          onClick={() => showJobs(!jobsOpen)}
        >
          <span className={styles.icon}>
            <ListChecks size={18} strokeWidth={1.75} aria-hidden />
            {running > 0 ? (
              <span className={styles.count} aria-hidden>
                {running}
              </span>
            ) : null}
          </span>
          Jobs
        </button>
      </Tooltip>
      <Place room="settings" label="Settings" icon={Settings} />
    </nav>
  );
};
