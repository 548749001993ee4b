import { useEffect } from 'react';
import { toFailure } from '../../../src/model/index.ts';
import { useStudio } from '../../state/studio.ts';
import { tellFailure } from '../../state/toasts.ts';
import type { Hit } from '../timeline/hit-test.ts';
import { hitNow } from '../timeline/picture.ts';
import { setGhost } from '../timeline/timeline-ghost.ts';
import { dropGhost, takeSounds } from './dropped-sound.ts';
import { viewNow } from './perform.ts';
import { placeOf } from './use-pointer.ts';

/** A drag that holds files, and no workout among them as far as it can be told before they are let go. */
const holdsSounds = ({ dataTransfer }: DragEvent): boolean => {
  if (!dataTransfer?.types.includes('Files')) return false;
  const types = [...dataTransfer.items].map(({ type }) => type);
  return types.every((type) => type === '' || type.startsWith('audio/') || type.startsWith('video/'));
};

/** Sounds may be dropped on the music and the cues; everything else is for the frame, which opens workouts. */
export const useFileDrop = (box: HTMLElement | null): void => {
  useEffect(() => {
    if (!box) return;
    const over = (event: DragEvent): void => {
      const view = holdsSounds(event) ? viewNow() : null;
      if (!view) return;
      const { x, y } = placeOf(box, event);
      const drop = dropGhost(view, hitNow(x, y));
      setGhost(drop ? { drop } : null);
      if (!drop || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent): void => {
      if (!(event.relatedTarget instanceof Node && box.contains(event.relatedTarget))) setGhost(null);
    };
    const drop = (event: DragEvent): void => {
      setGhost(null);
      const { x, y } = placeOf(box, event);
      const hit = hitNow(x, y);
      const files = [...(event.dataTransfer?.files ?? [])];
      const isSound = files.length > 0 && files.every(({ name }) => !/\.(json|zwo|csv)$/i.test(name));
      if (!isSound || (hit.lane !== 'music' && hit.lane !== 'cues')) return;
      event.preventDefault();
      void take(files, hit);
    };
    const take = async (files: File[], hit: Hit): Promise<void> => {
      try {
        await takeSounds((await useStudio.getState().host?.pathsOf(files)) ?? [], hit);
      } catch (error) {
        tellFailure('Nothing was taken in', toFailure(error).message);
      }
    };
    box.addEventListener('dragover', over);
    box.addEventListener('dragleave', leave);
    box.addEventListener('drop', drop);
    return () => {
      box.removeEventListener('dragover', over);
      box.removeEventListener('dragleave', leave);
      box.removeEventListener('drop', drop);
    };
  }, [box]);
};
