import { type Backup, listBackups, makeBackup } from './backups.ts';
import type { LibraryWriter } from './connection.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface BackupKeeper {
  /** Makes one now; joins one that is being made. */
  backUp(): Promise<Backup>;
  /** Makes one in the background, if the newest is a day old. */
  backUpIfDue(): void;
  /** While held none is begun in the background; one that came due meanwhile is made when they are let go. */
  hold(on: boolean): void;
  /** Ends when nothing is being made any more. */
  close(): Promise<void>;
}

/**
 * Backs a library up every day for as long as it is open; looks every hour, so that a machine that slept is not missed.
 * @param onTrouble hears why a backup in the background was not made
 */
export const keepBackups = (
  db: LibraryWriter,
  folder: string,
  now: () => number,
  onTrouble: (error: unknown) => void,
): BackupKeeper => {
  let running: Promise<Backup> | null = null;
  let held = false;
  const backUp = (): Promise<Backup> => {
    running ??= makeBackup(db, folder, now()).finally(() => {
      running = null;
    });
    return running;
  };
  const backUpIfDue = (): void => {
    if (held) return;
    try {
      const newest = listBackups(folder)[0];
      // A backup from the future is a clock that was set back: it counts as none.
      if (newest === undefined || Math.abs(now() - newest.at) >= DAY) backUp().catch(onTrouble);
    } catch (error) {
      onTrouble(error);
    }
  };
  const timer = setInterval(backUpIfDue, HOUR);
  timer.unref();
  return {
    backUp,
    backUpIfDue,
    hold(on) {
      const isLetGo = held && !on;
      held = on;
      if (isLetGo) backUpIfDue();
    },
    async close() {
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
};
