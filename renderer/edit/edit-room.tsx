import { useEffect } from 'react';
import { isOpen } from '../state/jobs.ts';
import { useNavigation } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { CannotOpenWorkout, DemoComes, NothingOpen, Opening } from './edit-states.tsx';
import { openEditor, useEditor } from './edit-store.ts';
import { Editor } from './editor.tsx';

/** The coach's timeline: the chosen workout, or the one that was opened last, or what to begin with. */
export const EditRoom = () => {
  const workouts = useStudio((state) => state.workouts);
  const trouble = useStudio((state) => state.workoutsTrouble);
  const connected = useStudio((state) => state.connection === 'connected');
  const demoComes = useStudio((state) => state.jobs.some((job) => job.kind === 'demo' && isOpen(job)));
  const chosen = useNavigation((state) => state.workout);
  const { stage, path, trouble: failure } = useEditor();
  const wanted = chosen ?? workouts?.[0]?.path ?? null;
  useEffect(() => {
    if (connected && wanted !== null && wanted !== path) void openEditor(wanted);
  }, [connected, wanted, path]);
  if (wanted === null) {
    if (demoComes) return <DemoComes />;
    return workouts === null && trouble === null ? <Opening path="Edit" /> : <NothingOpen />;
  }
  if (wanted !== path || stage === 'opening' || stage === 'closed') return <Opening path={wanted} />;
  if (stage === 'failed') return <CannotOpenWorkout path={wanted} trouble={failure ?? ''} />;
  return <Editor key={path} />;
};
