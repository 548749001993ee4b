/** Has keys go to the timeline: when what had them has gone. */
export const focusTimeline = (): void =>
  document.querySelector<HTMLElement>('[data-timeline]')?.focus({ preventScroll: true });
