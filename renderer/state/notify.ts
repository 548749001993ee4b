import { useStudio } from './studio.ts';

/** Tells with the system's notification, where the window is not in front and the host may. */
export const notifyAway = (title: string, body: string): void => {
  if (!document.hasFocus()) useStudio.getState().host?.notify?.(title, body);
};
