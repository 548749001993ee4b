import { useEffect } from 'react';
import { NOTHING_SELECTED, type Selection, useEditor } from '../edit-store.ts';
import type { Hit } from '../timeline/hit-test.ts';
import { cueRow } from '../timeline/lanes.ts';
import { currentPicture, hitNow } from '../timeline/picture.ts';
import { xOf } from '../timeline/view-maths.ts';
import { onlyCue } from './choosing.ts';
import { useHandMenu } from './hand-menu-store.ts';
import { OVER_LANES, placeOf } from './use-pointer.ts';

/** What is under the pointer is what the menu is about: it is chosen, unless it is one of what is. */
const chosenFor = ({ id, lane }: Hit, now: Selection): Selection => {
  if (id === undefined) return now;
  if (lane === 'cues') return now.cues.has(id) ? { ...now, lead: id } : onlyCue(id);
  if (lane === 'segments') return { ...NOTHING_SELECTED, segment: id };
  return lane === 'markers' ? { ...NOTHING_SELECTED, marker: id } : { ...NOTHING_SELECTED, track: id };
};

/** The place of the lead cue, for a menu that the keyboard asks for; null: none is chosen. */
const leadPlace = (): { x: number; y: number } | null => {
  const { lead } = useEditor.getState().selection;
  const { scene, view, lanes } = currentPicture();
  const cue = scene.cues.find(({ id }) => id === lead);
  if (!cue) return null;
  const { boxes } = cueRow(lanes, cue.row);
  return { x: xOf(view, cue.start) + 8, y: boxes.top + boxes.height / 2 };
};

/** The menu of the lanes: by the right button, a long press or the menu key. */
export const useHandMenuAt = (box: HTMLElement | null): void => {
  useEffect(() => {
    if (!box) return;
    const ask = (event: MouseEvent): void => {
      if (event.target instanceof Element && event.target.closest(OVER_LANES)) return;
      // The menu key has no button: its event comes from the middle of what has the focus.
      const byKey = event.button !== 2 && !(event as PointerEvent).pointerType;
      const { left, top } = box.getBoundingClientRect();
      const { x, y } = (byKey ? leadPlace() : null) ?? placeOf(box, event);
      const hit = hitNow(x, y);
      if (hit.lane === 'ruler' || hit.lane === null) return;
      event.preventDefault();
      useEditor.setState(({ selection }) => ({ selection: chosenFor(hit, selection) }));
      useHandMenu.setState({ menu: { hit, x: left + x, y: top + y } });
    };
    box.addEventListener('contextmenu', ask);
    return () => {
      box.removeEventListener('contextmenu', ask);
      useHandMenu.setState({ menu: null });
    };
  }, [box]);
};
