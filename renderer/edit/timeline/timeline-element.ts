import { create } from 'zustand';

/**
 * The box of the lanes, ruler included: what pointer events and keys are listened to on. `hitNow` takes points from its
 * left and top edges. Null while no timeline is shown.
 */
export const useTimelineElement = create<{ readonly element: HTMLElement | null }>()(() => ({ element: null }));
export const timelineElement = (): HTMLElement | null => useTimelineElement.getState().element;
