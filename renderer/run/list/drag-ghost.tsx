import { useEffect, useRef } from 'react';
import { countText } from '../../ui/figures.ts';
import { cueTitle } from '../perform/sounding.ts';
import { useRun } from '../run-store.ts';
import styles from './cue-list.module.css';
import { topmost } from './cue-rows.ts';
import { useList } from './list-store.ts';

/** Beside the pointer: what is dragged, and where it would go. */
export const DragGhost = () => {
  const ghost = useRef<HTMLDivElement>(null);
  const dragged = useList((state) => state.dragged);
  const words = useList((state) => state.drop?.words ?? null);
  const steps = useRun((state) => state.steps);
  useEffect(() => {
    if (dragged === null) return;
    const follow = ({ clientX, clientY }: PointerEvent): void => {
      if (ghost.current) ghost.current.style.transform = `translate(${clientX + 14}px, ${clientY + 10}px)`;
    };
    window.addEventListener('pointermove', follow);
    return () => window.removeEventListener('pointermove', follow);
  }, [dragged]);
  if (dragged === null) return null;
  const chosen = topmost(dragged, steps);
  const what = chosen.length === 1 ? cueTitle(chosen[0].cue) : countText(chosen.length, 'cue');
  return (
    <div ref={ghost} className={styles.ghost} style={{ transform: 'translate(-100vw)' }}>
      {what} <span>{words ?? 'not into itself'}</span>
    </div>
  );
};
