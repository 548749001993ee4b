import type { ListedCue } from '../../../src/contract/index.ts';
import type { CuelistEdit } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';
import { shortTime } from '../list/row-words.ts';

/** What would change how two cues meet. */
export interface Mend {
  readonly label: string;
  readonly edits: readonly CuelistEdit[];
}

/**
 * What would join a cue to the next without silence, each by itself; nothing where they meet as well as they can, or where a
 * file is at fault. What waits for GO can follow by itself.
 */
export const mendsOf = (step: Step, steps: readonly Step[], check: ListedCue | null): readonly Mend[] => {
  const found = check?.junction ?? null;
  const next = step.next === null ? null : steps[step.next];
  if (found === null || next === null) return [];
  const { cue } = step;
  const own = (label: string, change: Extract<CuelistEdit, { op: 'cues.change' }>['change']): Mend => ({
    label,
    edits: [{ op: 'cues.change', ids: [cue.id], change }],
  });
  if (found.kind === 'go')
    return cue.follow === 'stop' && step.group === null ? [own('Let it auto-follow', { follow: 'auto-follow' })] : [];
  if (found.kind !== 'gap') return [];
  const mends: Mend[] = [];
  if (cue.transition.kind === 'gap') mends.push(own('Snap instead of the gap', { transition: { type: 'snap' } }));
  if (cue.postWait > 0)
    mends.push(own(`Take its post-wait of ${shortTime(cue.postWait)} away`, { post_wait_ms: null }));
  if (next.cue.preWait > 0)
    mends.push({
      label: `Take the pre-wait of “${next.cue.name}” away`,
      edits: [{ op: 'cues.change', ids: [next.cue.id], change: { pre_wait_ms: null } }],
    });
  if (cue.action.kind === 'sound' && cue.action.duration !== null && mends.length === 0)
    mends.push(own('End with its sound', { duration_seconds: null }));
  return mends;
};

/** What follows is opened only at its cue: the list’s settings decide that. */
export const isStreamed = (step: Step, checks: readonly ListedCue[]): boolean =>
  step.next !== null && (checks[step.next]?.layers.some(({ streams }) => streams !== null) ?? false);
