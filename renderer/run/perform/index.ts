export { Clocks } from './clocks.tsx';
export { GoPanel } from './go-panel.tsx';
export { NowPane } from './now-pane.tsx';
export { OutputChip } from './output-chip.tsx';
export { Performance } from './performance.tsx';
export { ResumeOffer } from './resume-offer.tsx';
export { OnAir, RunStatus } from './run-status.tsx';
export { feedSessionSound } from './session-sound.ts';
