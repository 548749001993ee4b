export { Announcer, announce } from './announcer.tsx';
export { SNAPS, setRipple, setSnap, useHandSettings } from './hand-settings.ts';
export { perform, viewNow } from './perform.ts';
export { SnapMenu } from './snap-menu.tsx';
export { TimelineHand } from './timeline-hand.tsx';
export { addCueAtPlayhead, writeSelected } from './use-edit-keys.ts';
export { write } from './word-field-store.ts';
