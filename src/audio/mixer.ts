import { CHANNELS, frames, type MixPlan, type Placement, type SourceReader, toLinear } from '../model/index.ts';
import { renderDucking } from './ducking.ts';
import { fadeGain } from './fade.ts';

/**
 * Mixes frames of a plan before its limiter: gain * (duck * beds + voices). Owns its scratch memory, so one mixer
 * serves one thread; after the first block of a size nothing is allocated.
 */
export interface Mixer {
  /**
   * Fills `out` (interleaved stereo) with frames [start, start + out.length / 2) of the mix. Frames outside the plan's
   * length are silence. A frame's samples never depend on where its block begins or how long it is.
   */
  mix(start: number, out: Float32Array): void;
}

export const createMixer = (plan: MixPlan, reader: SourceReader): Mixer => {
  let scratch = new Float32Array(0);
  let duck = new Float64Array(0);

  const add = (placement: Placement, start: number, out: Float32Array, ducking: Float64Array | null): void => {
    const offset: number = placement.from - placement.at;
    const first: number = Math.max(start, placement.at);
    const last: number = Math.min(start + out.length / CHANNELS, placement.at + placement.length, plan.length);
    if (first >= last) return;
    const pcm = scratch.subarray(0, (last - first) * CHANNELS);
    reader.read(placement.source, frames(first + offset), pcm);
    const gain = toLinear(placement.gain) * master;
    const inside = placement.at + placement.fadeIn.length;
    const outside = placement.at + placement.length - placement.fadeOut.length;
    let o = (first - start) * CHANNELS;
    for (let i = 0, n: number = first; n < last; n++, i += CHANNELS, o += CHANNELS) {
      let g = gain;
      if (n < inside) g *= fadeGain(placement.fadeIn, n - placement.at);
      if (n >= outside) g *= fadeGain(placement.fadeOut, placement.at + placement.length - 1 - n);
      if (ducking) g *= ducking[n - start];
      out[o] += pcm[i] * g;
      out[o + 1] += pcm[i + 1] * g;
    }
  };

  const master = toLinear(plan.gain);
  return {
    mix(start, out) {
      const count = out.length / CHANNELS;
      if (duck.length !== count) {
        duck = new Float64Array(count);
        scratch = new Float32Array(out.length);
      }
      out.fill(0);
      const ducked = plan.beds.length > 0 && renderDucking(plan.ducking, start, duck);
      for (const bed of plan.beds) add(bed, start, out, ducked ? duck : null);
      for (const voice of plan.voices) add(voice, start, out, null);
    },
  };
};
