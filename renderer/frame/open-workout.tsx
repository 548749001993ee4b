import { toFailure } from '../../src/model/index.ts';
import { showOver, useNavigation } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { openWorkout } from '../state/workouts.ts';
import { OpenFile } from '../ui/open-file.tsx';

/** Where the host has no dialog of its own: which workout to open. */
export const OpenWorkout = () => {
  const open = useNavigation((state) => state.over === 'open-workout');
  const host = useStudio((state) => state.host);
  const send = async (files: readonly File[]): Promise<string | null> => {
    try {
      const [sent] = (await host?.pathsOf([...files])) ?? [];
      if (sent) await openWorkout(sent);
      return null;
    } catch (error) {
      return toFailure(error).message;
    }
  };
  return (
    <OpenFile
      open={open}
      onOpenChange={(next) => showOver(next ? 'open-workout' : null)}
      title="Open workout"
      placeholder="/home/you/Workouts/hill-repeats.json"
      help="A .json, .zwo or .csv file. Its music and recordings are found beside it."
      accept=".json,.zwo,.csv"
      fileLabel="Workout file"
      onPath={openWorkout}
      onFiles={send}
    />
  );
};
