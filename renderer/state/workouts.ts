import { toFailure } from '../../src/model/index.ts';
import { attempt } from './ask.ts';
import { chooseWorkout, goTo, showOver } from './navigation.ts';
import { useStudio } from './studio.ts';
import { tellFailure } from './toasts.ts';

const NOT_OPENED = 'The workout was not opened';

/**
 * Opens a workout file and shows it in Export. Asks which when `path` is null: with the system's dialog, or where the
 * host has none with the page's own.
 */
export const openWorkout = async (path: string | null): Promise<boolean> => {
  const chosen = path ?? (await chooseFile());
  if (chosen === null) return false;
  const opened = await attempt(NOT_OPENED, 'workouts.open', { path: chosen });
  if (!opened) return false;
  chooseWorkout(opened.path);
  goTo('export');
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
  if (started) goTo('export');
};
