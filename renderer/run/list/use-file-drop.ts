import { type RefObject, useEffect, useState } from 'react';
import { toFailure } from '../../../src/model/index.ts';
import { entriesOf, filesBelow } from '../../library/dropped-files.ts';
import { useStudio } from '../../state/studio.ts';
import { tellFailure } from '../../state/toasts.ts';
import { isListName, openDropped } from '../open-list.ts';
import { useRun } from '../run-store.ts';
import { dropTarget } from './drop-target.ts';
import { addFiles } from './list-commands.ts';
import { rowsNow, useList } from './list-store.ts';
import { rowsFromTop } from './use-row-drag.ts';

/** Files dropped on the list: sounds become cues where they are let go, a cuelist is opened. True while they hover. */
export const useFileDrop = (
  box: RefObject<HTMLElement | null>,
  grid: RefObject<HTMLElement | null>,
  enabled: boolean,
): boolean => {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element || !enabled) return;
    const { signal, abort } = controlled();
    const targetAt = (event: DragEvent) =>
      grid.current
        ? dropTarget(rowsNow(), useRun.getState().steps, rowsFromTop(grid.current, event.clientY))
        : dropTarget([], [], 0);
    const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const leave = (): void => {
      setOver(false);
      useList.setState({ drop: null });
    };
    const hover = (event: DragEvent): void => {
      if (!holdsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
      useList.setState({ drop: targetAt(event) });
    };
    const drop = (event: DragEvent): void => {
      if (!holdsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      const place = targetAt(event)?.place;
      leave();
      void take(filesBelow(entriesOf(event.dataTransfer)), (paths) => void addFiles(paths, place));
    };
    element.addEventListener('dragenter', hover, { signal });
    element.addEventListener('dragover', hover, { signal });
    element.addEventListener('dragleave', (event) => !element.contains(event.relatedTarget as Node | null) && leave(), {
      signal,
    });
    element.addEventListener('drop', drop, { signal });
    return () => {
      abort();
      leave();
    };
  }, [box, grid, enabled]);
  return over;
};

const controlled = () => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
};

const take = async (dropped: Promise<File[]>, add: (paths: readonly string[]) => void): Promise<void> => {
  try {
    const files = await dropped;
    const list = files.find(({ name }) => isListName(name));
    if (list) await openDropped([list]);
    else add((await useStudio.getState().host?.pathsOf(files)) ?? []);
  } catch (error) {
    tellFailure('The files were not taken', toFailure(error).message);
  }
};
