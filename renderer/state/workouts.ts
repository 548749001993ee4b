import type { Job } from '../../src/contract/index.ts';
import { toFailure } from '../../src/model/index.ts';
import { attempt } from './ask.ts';
import { chooseWorkout, goTo, showOver, useNavigation } from './navigation.ts';
import { useStudio } from './studio.ts';
import { tellFailure } from './toasts.ts';

const NOT_OPENED = 'The workout was not opened';

/** A workout that was opened is shown in Edit; one opened in Export, there. */
const showOpened = (): void => goTo(useNavigation.getState().room === 'export' ? 'export' : 'edit');

/** The job that makes the demo this page asked for. */
let demo: string | null = null;

/**
 * Opens a workout file and shows it. Asks which when `path` is null: with the system's dialog, or where the host has
 * none with the page's own.
 */
export const openWorkout = async (path: string | null): Promise<boolean> => {
  const chosen = path ?? (await chooseFile());
  if (chosen === null) return false;
  const opened = await attempt(NOT_OPENED, 'workouts.open', { path: chosen });
  if (!opened) return false;
  chooseWorkout(opened.path);
  showOpened();
  return true;
};

const chooseFile = async (): Promise<string | null> => {
  try {
    const chosen = (await useStudio.getState().host?.choose('workout')) ?? null;
    if (chosen === null) showOver('open-workout');
    return chosen?.[0] ?? null;
  } catch (error) {
    tellFailure(NOT_OPENED, toFailure(error).message);
    return null;
  }
};

/** Has the demo made and opened; its job tells how far it is. */
export const openDemo = async (): Promise<void> => {
  const started = await attempt('The demo was not opened', 'workouts.openDemo', {});
  if (!started) return;
  demo = started.job;
  showOpened();
};

/** Chooses the demo once it is there: the workout that was opened last. */
export const chooseDemo = (job: Job): void => {
  if (job.id !== demo || job.state !== 'done') return;
  demo = null;
  const newest = useStudio.getState().workouts?.[0];
  if (newest) chooseWorkout(newest.path);
};
