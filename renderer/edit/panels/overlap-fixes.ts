import type { Finding } from '../../../src/contract/index.ts';
import type { WorkoutEdit } from '../../../src/model/index.ts';

/** The first fix of every overlap, none twice: one that mends two overlaps is offered by both. */
export const overlapFixes = (findings: readonly Finding[]): WorkoutEdit[] => {
  const edits = findings
    .filter(({ kind }) => kind === 'overlap')
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
    .flatMap(({ fixes }) => fixes[0]?.edits ?? []);
  const seen = new Set<string>();
  return edits.filter((one) => {
    const key = JSON.stringify(one);
    return seen.has(key) ? false : seen.add(key);
  });
};
