import { useEffect } from 'react';
import { useStudio } from '../../state/studio.ts';
import { useEditor } from '../edit-store.ts';
import { announce } from './announcer.tsx';

/** Says what was undone or done again, also by another window on the same workout. */
export const useHistoryVoice = (): void => {
  const client = useStudio((state) => state.host?.client);
  useEffect(
    () =>
      client?.on('edit.changed', ({ path, label }) => {
        if (path === useEditor.getState().path && /^(Undo|Redo):/.test(label)) announce(label);
      }),
    [client],
  );
};
