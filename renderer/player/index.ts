export type { PlayerHost } from './feeder-link.ts';
export { PlayerBar } from './player-bar.tsx';
export type { FirstSound, LoopSeconds, PlayerState, PlayOptions, TransportState } from './player-state.ts';
export {
  type Meters,
  meters,
  playerOutput,
  position,
  startPlayer,
  underruns,
  usePlayer,
} from './player-store.ts';
