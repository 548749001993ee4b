import { attempt } from './ask.ts';
import { chooseWorkout, goTo } from './navigation.ts';
import { useStudio } from './studio.ts';
import { tellFailure } from './toasts.ts';

/** Opens a workout file and shows it in Export; asks which when `path` is null. */
export const openWorkout = async (path: string | null): Promise<void> => {
  const chosen = path ?? (await chooseFile());
  if (chosen === null) return;
  const opened = await attempt('The workout was not opened', 'workouts.open', { path: chosen });
  if (!opened) return;
  chooseWorkout(opened.path);
  goTo('export');
};

const chooseFile = async (): Promise<string | null> => {
  try {
    return (await useStudio.getState().host?.choose('workout'))?.[0] ?? null;
  } catch (error) {
    tellFailure('The workout was not opened', error instanceof Error ? error.message : String(error));
    return null;
  }
};

/** Has the demo made and opened; its job tells how far it is. */
export const openDemo = async (): Promise<void> => {
  const started = await attempt('The demo was not opened', 'workouts.openDemo', {});
  if (started) goTo('export');
};
