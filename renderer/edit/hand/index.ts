export { Announcer, announce } from './announcer.tsx';
export { nextSnap, SNAPS, setRipple, setSnap, useHandSettings } from './hand-settings.ts';
export { perform, viewNow } from './perform.ts';
export { TimelineHand } from './timeline-hand.tsx';
export { addCueAtPlayhead, writeSelected } from './use-edit-keys.ts';
export { write } from './word-field-store.ts';
