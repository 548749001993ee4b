import { readFileSync, writeFileSync } from 'node:fs';
import type { Material } from './material.ts';

/** What a workout file of the bench holds. */
interface Written {
  readonly cues: readonly { readonly time_ms: number; readonly [more: string]: unknown }[];
  readonly [more: string]: unknown;
}

/**
 * Every cue, and five that leave some out, duck otherwise, or speak up. All of them come out within 0.5 LU of the
 * workout's gain: one that does not has an encode of its own, and costs what the first one does.
 */
export const VARIANTS = [
  { id: 'all', name: 'All' },
  { id: 'deep', name: 'Deep', ducking: { depth_db: -18 } },
  { id: 'loud', name: 'Loud', voice_level_db: 1 },
  { id: 'odd', name: 'Odd', cues: { tags: ['odd'] } },
  { id: 'even', name: 'Even', cues: { tags: ['even'] } },
  { id: 'few', name: 'Few', cues: { tags: ['few'] } },
];

/** Shares of the cues that the variants of the cost curve have; each ducks otherwise, so they share nothing coached. */
export const CURVE = [0.1, 0.2, 0.4, 0.6, 0.8, 1];
/** Ids of the variants of the curve. */
export const CURVE_IDS = CURVE.map((_, i) => `curve-${i}`);

/** The material's workout with all of these variants. `moved`: its middle cue comes so many milliseconds later. */
export const writeVariants = (path: string, { workout }: Material, moved = 0): void => {
  const written = JSON.parse(readFileSync(workout, 'utf8')) as Written;
  const middle = written.cues.length >> 1;
  const cues = written.cues.map((cue, i) => ({
    ...{ ...cue, id: `cue-${i}`, time_ms: cue.time_ms + (i === middle ? moved : 0) },
    tags: [
      i % 2 === 0 ? 'even' : 'odd',
      ...(i % 5 === 0 ? ['few'] : []),
      ...CURVE_IDS.filter((_, c) => i < Math.round(CURVE[c] * written.cues.length)),
    ],
  }));
  const curve = CURVE_IDS.map((id, i) => ({
    id,
    name: id,
    cues: { tags: [id] },
    ducking: { depth_db: -12.5 - 0.7 * i },
  }));
  writeFileSync(path, JSON.stringify({ ...written, cues, variants: [...VARIANTS, ...curve] }));
};
