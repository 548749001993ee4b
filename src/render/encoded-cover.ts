import type { EncodedMix } from './encoded-store.ts';

/** Chunks [from, to) of a mix: those of an encode that is there, or (null) to be encoded. */
export interface CoverRun {
  readonly from: number;
  readonly to: number;
  readonly of: EncodedMix | null;
}

/** A shorter run is not worth its two joints: 3 s. */
const LEAST_RUN = 5;

/**
 * What of a mix is encoded already: each chunk from the encode that has the same for longest from there on. `chunks`: what
 * they are made of. The runs follow each other and cover the mix.
 */
export const coverMix = (chunks: readonly string[], encodes: readonly EncodedMix[]): CoverRun[] => {
  const alike = encodes.map((encode) => alikeFrom(chunks, encode.chunks));
  const runs: { from: number; to: number; of: EncodedMix | null }[] = [];
  for (let chunk = 0; chunk < chunks.length; ) {
    let best = -1;
    for (const [i, ahead] of alike.entries()) if (ahead[chunk] > (alike[best]?.[chunk] ?? 0)) best = i;
    const length = alike[best]?.[chunk] ?? 0;
    const whole = length >= Math.min(LEAST_RUN, chunks.length - chunk);
    const last = runs.at(-1);
    const of = whole ? encodes[best] : null;
    const to = whole ? chunk + length : chunk + 1;
    if (last && last.of === of) last.to = to;
    else runs.push({ from: chunk, to, of });
    chunk = to;
  }
  return runs;
};

/** Of each chunk: how many from it on are the same in both. */
const alikeFrom = (chunks: readonly string[], others: readonly string[]): Int32Array => {
  const ahead = new Int32Array(chunks.length + 1);
  for (let chunk = Math.min(chunks.length, others.length) - 1; chunk >= 0; chunk--) {
    ahead[chunk] = chunks[chunk] === others[chunk] ? ahead[chunk + 1] + 1 : 0;
  }
  return ahead;
};
