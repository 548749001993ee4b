import type { SessionView } from '../../../src/contract/index.ts';

/** `Prefetched 2/3 audio tracks`: of what GO fires; null: it has none. */
export const prefetchText = (next: SessionView['next']): string | null =>
  next === null || next.total === 0 ? null : `Prefetched ${next.ready}/${next.total} audio tracks`;
