import { useEditor } from '../edit-store.ts';
import { currentScene, type Scene } from './scene.ts';
import { useTimelineGhost } from './timeline-ghost.ts';

/** What the timeline draws now, for panels that say it in words. It changes with every move of a drag. */
export const useScene = (): Scene => {
  useTimelineGhost((state) => state.ghost);
  return useEditor(() => currentScene());
};
