import { createAnalyzer, createTempoMeter, createWaveformBuilder, type FrameSpan } from '../audio/index.ts';
import { ENGINE_RATE } from '../model/index.ts';
import type { AssetMeasures, SecondsSpan } from './asset-analysis.ts';

/** Clips this close are told as one: 0.1 s, in frames. */
const CLIP_GAP = 4800;
const MOST_CLIPS = 200;

/** What is heard of an asset in one pass over its sound. */
export interface AssetHearing {
  readonly measures: Omit<AssetMeasures, 'warnings'>;
  /** Every level as a whole .dat, finest first. */
  readonly waveform: readonly Uint8Array[];
  /** K-weighted energy per 4800-frame block: what an entry of the PCM cache keeps too. */
  readonly energies: Float64Array;
}

/** Measures everything an import wants to know; how the sound is cut changes nothing. */
export const createAssetMeter = (): { push(block: Float32Array): void; finish(): AssetHearing } => {
  const analyzer = createAnalyzer({ mostClips: MOST_CLIPS, clipGap: CLIP_GAP });
  const waveform = createWaveformBuilder(ENGINE_RATE);
  const tempo = createTempoMeter();
  return {
    push(block) {
      analyzer.push(block);
      waveform.push(block);
      tempo.push(block);
    },
    finish() {
      const heard = analyzer.finish();
      const { bpm, firstBeat } = tempo.finish();
      const lufs = rounded(heard.integrated, 2);
      return {
        measures: {
          frames: heard.frames,
          seconds: heard.frames / ENGINE_RATE,
          lufs,
          lra: lufs === null ? null : rounded(heard.range, 2),
          maxMomentary: rounded(heard.maxMomentary, 2),
          maxShortTerm: rounded(heard.maxShortTerm, 2),
          dbtp: rounded(heard.truePeak, 2),
          samplePeak: rounded(heard.samplePeak, 2),
          clipped: heard.clippedFrames,
          clips: heard.clips.map(inSeconds),
          silences: heard.silences.map(inSeconds),
          bpm,
          firstBeat,
        },
        waveform: waveform.finish(),
        energies: heard.energies,
      };
    },
  };
};

const rounded = (n: number, decimals: number): number | null =>
  Number.isFinite(n) ? Number(n.toFixed(decimals)) : null;

const inSeconds = ({ start, end }: FrameSpan): SecondsSpan => ({
  start: Number((start / ENGINE_RATE).toFixed(4)),
  end: Number((end / ENGINE_RATE).toFixed(4)),
});
