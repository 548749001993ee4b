import { CHANNELS, ENGINE_RATE } from '../model/index.ts';

/** Frames in a measured block: 100 ms. */
export const MEASURE_BLOCK = ENGINE_RATE / 10;

export interface PeakMeter {
  push(pcm: Float32Array): void;
  /** Highest sample magnitude of either channel, per block, the partial last block included. Linear. */
  peaks(): Float32Array;
}

/** Sample peaks per 4800-frame block of interleaved stereo, whatever the size of what is pushed. */
export const createPeakMeter = (): PeakMeter => {
  let done = new Float32Array(1024);
  let blocks = 0;
  let inBlock = 0;
  let highest = 0;

  const finish = (): void => {
    if (blocks === done.length) {
      const larger = new Float32Array(done.length * 2);
      larger.set(done);
      done = larger;
    }
    done[blocks++] = highest;
    highest = 0;
    inBlock = 0;
  };

  return {
    push(pcm) {
      const blockSamples = MEASURE_BLOCK * CHANNELS;
      for (let at = 0; at < pcm.length; ) {
        const end = Math.min(pcm.length, at + blockSamples - inBlock);
        let peak = highest;
        for (let i = at; i < end; i++) {
          const magnitude = Math.abs(pcm[i]);
          if (magnitude > peak) peak = magnitude;
        }
        highest = peak;
        inBlock += end - at;
        at = end;
        if (inBlock === blockSamples) finish();
      }
    },
    peaks() {
      const all = new Float32Array(blocks + (inBlock > 0 ? 1 : 0));
      all.set(done.subarray(0, blocks));
      if (inBlock > 0) all[blocks] = highest;
      return all;
    },
  };
};
