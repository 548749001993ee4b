import { useEffect } from 'react';
import { focusTimeline } from './focus-timeline.ts';

/** Where the next thing of the same kind is found: what is mended or removed one by one. */
const LISTS = 'ul, ol';
const NEXT = 'button:not(:disabled)';

/**
 * Has the keyboard go on nearby when the thing that had it goes away: with the next of its list, else in the timeline.
 * Never in a field: keys that follow would be written into it. For as long as the editor is there.
 */
export const useKeptFocus = (): void => {
  useEffect(() => {
    let around: readonly Element[] = [];
    let looking = 0;
    const look = (): void => {
      const { activeElement } = document;
      if (activeElement !== null && activeElement !== document.body) return;
      const list = around.find((element) => element.isConnected && element.matches(LISTS));
      const next = list?.querySelector<HTMLElement>(NEXT) ?? null;
      if (next === null) focusTimeline();
      else next.focus();
    };
    const onFocus = ({ target }: FocusEvent): void => {
      around = [];
      for (let at = target as Element | null; at !== null; at = at.parentElement) around = [...around, at];
    };
    const onLeave = ({ target, relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null) return;
      cancelAnimationFrame(looking);
      // Menus and dialogs that close give the focus back by themselves, a frame later.
      looking = requestAnimationFrame(() => {
        looking = requestAnimationFrame(() => {
          if (!(target as Element).isConnected) look();
        });
      });
    };
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', onLeave);
    return () => {
      cancelAnimationFrame(looking);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', onLeave);
    };
  }, []);
};
