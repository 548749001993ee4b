import type { Finding } from '../../../src/contract/index.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { select } from '../edit-store.ts';
import { playhead, seekMix } from '../mix-transport.ts';
import { reveal } from '../timeline/timeline-view.ts';

/** Goes to where a finding is: selects what it is about, looks there, and puts the playhead there. */
export const goToFinding = ({ cues, track, at }: Finding): void => {
  if (cues.length > 0) select({ cues, lead: cues[0] });
  else if (track !== null) select({ track });
  if (at === null) return;
  seekMix(at);
  reveal(at);
};

/** Findings that have a place, in time. */
const placed = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ at }) => at !== null).sort((a, b) => a.at! - b.at!);

export const useFindingKeys = (findings: readonly Finding[]): void => {
  const step = (by: -1 | 1): void => {
    const there = placed(findings);
    const here = playhead();
    const next =
      by > 0
        ? (there.find(({ at }) => at! > here) ?? there[0])
        : (there.findLast(({ at }) => at! < here) ?? there.at(-1));
    if (next) goToFinding(next);
  };
  useShortcut('edit.nextFinding', () => step(1), findings.length > 0);
  useShortcut('edit.previousFinding', () => step(-1), findings.length > 0);
};
