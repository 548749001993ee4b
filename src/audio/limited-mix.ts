import { CHANNELS, type MixPlan, type SourceReader } from '../model/index.ts';
import { createLimiter, LIMITER_LOOKAHEAD, LIMITER_MEMORY, type LimiterStats } from './limiter.ts';
import { createMixer } from './mixer.ts';

/** Frames mixed at a time: long enough to amortise reads, short enough to stay in the processor's cache. */
export const MIX_BLOCK = 4800;

/**
 * Renders frames [start, end) of a plan, limiter included: what is heard and what is exported. The limiter is run in
 * over its whole memory before `start`, so the samples are those of a render from 0, whatever the start and block.
 * `take` gets each block in order (interleaved stereo, valid during the call only); a promise it returns is awaited,
 * which is how a slow consumer holds the mix back. Returns what the limiter did, its run-in included.
 */
export const renderMix = async (
  plan: MixPlan,
  reader: SourceReader,
  start: number,
  end: number,
  take: (block: Float32Array) => Promise<void> | undefined,
  block = MIX_BLOCK,
): Promise<LimiterStats> => {
  const mixer = createMixer(plan, reader);
  const limiter = createLimiter(plan.limiter.ceiling);
  const input = new Float32Array(block * CHANNELS);
  const output = new Float32Array((block + LIMITER_LOOKAHEAD) * CHANNELS);
  let heard = Math.max(0, start - LIMITER_MEMORY);
  for (let n = heard; heard < end; n += block) {
    mixer.mix(n, input);
    const written = limiter.process(input, output);
    const from = Math.min(written, Math.max(0, start - heard));
    const to = Math.min(written, end - heard);
    if (to > from) {
      const waited = take(output.subarray(from * CHANNELS, to * CHANNELS));
      if (waited) await waited;
    }
    heard += written;
  }
  return limiter.stats();
};
