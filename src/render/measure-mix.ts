import { BLOCK_FRAMES, createLoudnessMeter, createMixer, MIX_BLOCK, renderMix } from '../audio/index.ts';
import { createPeakMeter } from '../media/index.ts';
import { CHANNELS, CueforgeError, type SourceReader } from '../model/index.ts';
import {
  METER_RUN_IN,
  type MeasureBedJob,
  type MeasureBedResult,
  type MeasureJob,
  type MeasureResult,
  type RenderProgress,
} from './render-protocol.ts';

/** What a job may use of its worker. */
export interface JobHost {
  readonly signal: AbortSignal;
  progress(frames: RenderProgress): void;
}

/** Worker thread: renders each span of the job and measures it as if the whole mix had been measured. */
export const measureMix = async (job: MeasureJob, reader: SourceReader, host: JobHost): Promise<MeasureResult> => {
  const energies: Float64Array[] = [];
  const limited: number[] = [];
  for (const span of job.spans) {
    const meter = createLoudnessMeter();
    const start = Math.max(0, span.start - METER_RUN_IN);
    const stats = await renderMix(job.plan, reader, start, span.end, (block) => {
      if (host.signal.aborted) throw new CueforgeError('cancelled', 'Cancelled while measuring');
      meter.push(block);
      host.progress(block.length / CHANNELS);
      return undefined;
    });
    limited.push(stats.maxReduction);
    energies.push(meter.energies().slice((span.start - start) / BLOCK_FRAMES));
  }
  return { energies, limited };
};

/** Worker thread: mixes the span of the job, without the limiter, and measures it as if the whole mix had been. */
export const measureBedSpan = (job: MeasureBedJob, reader: SourceReader, host: JobHost): MeasureBedResult => {
  const { start, end } = job.span;
  const loudness = createLoudnessMeter();
  const peaks = createPeakMeter();
  const mixer = createMixer(job.plan, reader);
  const block = new Float32Array(MIX_BLOCK * CHANNELS);
  const first = Math.max(0, start - METER_RUN_IN);
  for (let n = first; n < end; n += MIX_BLOCK) {
    if (host.signal.aborted) throw new CueforgeError('cancelled', 'Cancelled while measuring');
    mixer.mix(n, block);
    const mixed = block.subarray(0, Math.min(MIX_BLOCK, end - n) * CHANNELS);
    loudness.push(mixed);
    if (n >= start) peaks.push(mixed);
    host.progress(mixed.length / CHANNELS);
  }
  return { energies: loudness.energies().slice((start - first) / BLOCK_FRAMES), peaks: peaks.peaks() };
};
