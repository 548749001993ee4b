import type { EventName } from './command-names.ts';
import type { HistoryState } from './commands.ts';
import type { EditChange, EditPlace, MaterialChange } from './edit-shapes.ts';
import type { ExportsChange } from './export-shapes.ts';
import type { Job } from './job-shapes.ts';
import type { SessionList, SessionLogLine, SessionView } from './session-shapes.ts';
import type { Settings } from './settings-shapes.ts';

/**
 * What the studio tells everyone who listens. Events say that something changed, and carry it where it is small; after
 * a lost connection a client asks again, it is not told what it missed.
 */
export interface Events {
  'library.changed': Record<string, never>;
  'history.changed': HistoryState;
  /** One job, as it is now. At most five a second of one job, and always its end. */
  'jobs.changed': Job;
  'workouts.changed': Record<string, never>;
  /** A workout was edited, by whomever. */
  'edit.changed': EditChange;
  /** Its file was written, or could not be. */
  'edit.saved': EditPlace;
  /** Takes were made, a track was measured. */
  'edit.material': MaterialChange;
  /** Jobs of the queue of exports, or what is fresh and stale. */
  'exports.changed': ExportsChange;
  /** The lists that are known are others. */
  'run.lists': Record<string, never>;
  /** The open session's list, with what is known of it, is another; null: none is open any more. */
  'run.list': { readonly list: SessionList | null };
  /** What the open session does, at most ten times a second. */
  'run.view': SessionView;
  /** A line of its log; debug lines too. */
  'run.line': SessionLogLine;
  'settings.changed': Settings;
}
type Complete = { [Name in EventName]: Events[Name] };
export type StudioEvent = {
  [Name in EventName]: { readonly event: Name; readonly payload: Complete[Name] };
}[EventName];
