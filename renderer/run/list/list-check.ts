import type { SessionList } from '../../../src/contract/index.ts';
import type { Step } from '../../../src/plan/index.ts';
import { countText } from '../../ui/figures.ts';
import { cueTitle } from '../perform/sounding.ts';
import { junctionWords } from './row-words.ts';

/** Something to know before the show. `error`: it will not be heard; `warn`: silence that nobody asked for, or a slip. */
export interface ListFinding {
  readonly tone: 'error' | 'warn';
  /** The cue; null: the list as a whole. */
  readonly cue: string | null;
  readonly title: string;
  /** A sentence. */
  readonly why: string;
}

export interface ListCheck {
  readonly tone: 'go' | 'warn' | 'error' | 'plain';
  /** As the bar says it: `Pre-flight clear`. */
  readonly words: string;
  /** `9 cues, 8 files`. */
  readonly holds: string;
  readonly findings: readonly ListFinding[];
  /** Files that were not looked into yet. */
  readonly unknown: number;
}

/** What a list holds and what is wrong with it, before the show. */
export const checkList = (list: SessionList, steps: readonly Step[]): ListCheck => {
  const files = new Set<string>();
  const unknown = new Set<string>();
  const findings: ListFinding[] = [];
  /** Warnings of the list that are told here with their cue. */
  const told = new Set<string>();
  for (const step of steps) {
    const { cue, index } = step;
    const check = list.cues[index] ?? null;
    const layers = cue.action.kind === 'sound' ? cue.action.layers : [];
    for (const [at, { file }] of layers.entries()) {
      files.add(file);
      const known = check?.layers[at];
      if (known?.broken != null) {
        told.add(`${cueTitle(cue)}: ${known.broken}`);
        findings.push({ tone: 'error', cue: cue.id, title: cueTitle(cue), why: known.broken });
      }
      if (known?.frames == null && known?.broken == null) unknown.add(file);
    }
    const met = junctionWords(step, steps, list.cues);
    if (met.tone === 'warn')
      findings.push({
        tone: 'warn',
        cue: cue.id,
        title: cueTitle(cue),
        why: `${met.words.replace(' · why', '')}: ${met.why ?? ''}`,
      });
  }
  for (const why of list.warnings)
    if (!told.has(why)) findings.push({ tone: 'warn', cue: null, title: 'The list', why });
  const errors = findings.filter(({ tone }) => tone === 'error').length;
  const warnings = findings.length - errors;
  const holds = `${countText(steps.length, 'cue')}, ${countText(files.size, 'file')}`;
  const about = { holds, findings, unknown: unknown.size };
  if (steps.length === 0) return { ...about, tone: 'plain', words: 'No cues yet', holds: '' };
  if (errors > 0) return { ...about, tone: 'error', words: countText(errors, 'broken sound') };
  if (unknown.size > 0) return { ...about, tone: 'plain', words: `Looking into ${countText(unknown.size, 'file')}` };
  if (warnings > 0) return { ...about, tone: 'warn', words: countText(warnings, 'warning') };
  return { ...about, tone: 'go', words: 'Pre-flight clear' };
};
