import { expect, test } from 'vitest';
import type { PlayerState } from '../../../../renderer/player/player-state.ts';
import { stateText } from '../../../../renderer/player/state-text.ts';

const said = (state: PlayerState['state'], trouble: string | null = null): string =>
  stateText({ state, bufferedSeconds: 3.96, trouble });

test('every state has words, and what is buffered is said where it matters', () => {
  expect(said('idle')).toBe('Nothing is open');
  expect(said('buffering')).toBe('Buffering · 4.0 s');
  expect(said('playing')).toBe('Playing · 4.0 s buffered');
  expect(said('paused')).toBe('Paused · 4.0 s buffered');
  expect(said('completed')).toBe('Played to the end');
  expect(said('error', 'It is gone.')).toBe('It is gone.');
  expect(said('error')).toBe('The sound could not be played');
});
