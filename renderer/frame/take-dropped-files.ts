import { toFailure } from '../../src/model/index.ts';
import { useEditor } from '../edit/edit-store.ts';
import { addTracks, musicOfFiles } from '../edit/music-choice.ts';
import { goTo, useNavigation } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { tellFailure } from '../state/toasts.ts';
import { openWorkout } from '../state/workouts.ts';

const WORKOUT = /\.(json|zwo|csv)$/i;

/** A workout is open in sight: sounds become its next tracks. */
const isEditing = (): boolean => useNavigation.getState().room === 'edit' && useEditor.getState().stage === 'open';

const open = async (files: readonly File[]): Promise<void> => {
  const workouts = files.filter(({ name }) => WORKOUT.test(name));
  const others = files.filter(({ name }) => !WORKOUT.test(name));
  const [other] = others;
  if (other && workouts.length === 0 && isEditing()) {
    void addTracks(await musicOfFiles(others));
    return;
  }
  if (other) {
    const why = 'A workout file can be dropped here (.json, .zwo, .csv). Sounds are dropped in Library.';
    tellFailure(`${other.name} was not opened`, why, { label: 'Go to Library', run: () => goTo('library') });
  }
  if (workouts.length === 0) return;
  try {
    for (const path of (await useStudio.getState().host?.pathsOf(workouts)) ?? []) await openWorkout(path);
  } catch (error) {
    tellFailure('The workout was not opened', toFailure(error).message);
  }
};

/**
 * Takes files that are dropped where no room wants them: workouts are opened, sounds become tracks of the workout that is
 * open in Edit. Left alone, a browser would leave the page for the file. The returned function stops it.
 */
export const takeDroppedFiles = (window: Window): (() => void) => {
  const holdsFiles = (event: DragEvent): boolean =>
    !event.defaultPrevented && (event.dataTransfer?.types.includes('Files') ?? false);
  const over = (event: DragEvent): void => {
    if (holdsFiles(event)) event.preventDefault();
  };
  const drop = (event: DragEvent): void => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    void open([...(event.dataTransfer?.files ?? [])]);
  };
  window.addEventListener('dragover', over);
  window.addEventListener('drop', drop);
  return () => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('drop', drop);
  };
};
