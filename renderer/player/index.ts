export type { Meters } from '../sound/levels.ts';
export type { PlayerHost } from './feeder-link.ts';
export { followEdits } from './follow-edits.ts';
export { PlayerBar } from './player-bar.tsx';
export type { FirstSound, LoopSeconds, PlayerState, PlayOptions, Revision, TransportState } from './player-state.ts';
export {
  meters,
  playerOutput,
  position,
  startPlayer,
  underruns,
  usePlayer,
} from './player-store.ts';
