import type { FileTags } from '../media/index.ts';
import { toSeconds } from '../model/index.ts';
import type { PlacedCue } from '../plan/index.ts';
import type { Levelled } from './variant-gain.ts';

/** One file to make. */
export interface Deliverable extends Levelled {
  readonly variant: string;
  readonly name: string;
  /** Base name of the file. */
  readonly file: string;
  readonly cues: readonly PlacedCue[];
  readonly tags: FileTags;
}

/** Duration of a deliverable, seconds. */
export const durationOf = ({ plan }: Deliverable): number => toSeconds(plan.length);
