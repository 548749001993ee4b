import type { PlayerState } from './player-state.ts';

/** What the transport does, in words. */
export const stateText = ({
  state,
  bufferedSeconds,
  trouble,
}: Pick<PlayerState, 'state' | 'bufferedSeconds' | 'trouble'>): string => {
  const buffered = `${bufferedSeconds.toFixed(1)} s`;
  switch (state) {
    case 'idle':
      return 'Nothing is open';
    case 'buffering':
      return `Buffering · ${buffered}`;
    case 'playing':
      return `Playing · ${buffered} buffered`;
    case 'paused':
      return `Paused · ${buffered} buffered`;
    case 'completed':
      return 'Played to the end';
    case 'error':
      return trouble ?? 'The sound could not be played';
  }
};
