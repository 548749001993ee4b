import type { SessionView } from '../../../src/contract/index.ts';
import type { Awake } from '../../state/status.ts';

/** `Prefetched 2/3 audio tracks`: of what GO fires; null: it has none. */
export const prefetchText = (next: SessionView['next']): string | null =>
  next === null || next.total === 0 ? null : `Prefetched ${next.ready}/${next.total} audio tracks`;

/** What is held off while a show is armed. Only the desktop application has updates, and a say in the computer's sleep. */
export const GUARDED: Readonly<Record<Awake, string>> = {
  system: 'Sleep blocked · updates paused',
  screen: 'Screen kept on',
  nothing: 'Nothing keeps the computer from sleep',
};
