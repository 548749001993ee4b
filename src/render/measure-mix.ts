import { createLoudnessMeter, renderMix } from '../audio/index.ts';
import { CHANNELS, CueforgeError, type SourceReader } from '../model/index.ts';
import type { MeasureJob, MeasureResult, RenderProgress } from './render-protocol.ts';

/** What a job may use of its worker. */
export interface JobHost {
  readonly signal: AbortSignal;
  progress(frames: RenderProgress): void;
}

/** The meter's filter forgets what it heard this many frames ago (its slowest pole is at 38 Hz): 0.6 s. */
const METER_RUN_IN = 28_800;

/** Worker thread: renders each span of the job and measures it as if the whole mix had been measured. */
export const measureMix = async (job: MeasureJob, reader: SourceReader, host: JobHost): Promise<MeasureResult> => {
  const energies: Float64Array[] = [];
  let maxReductionDb = 0;
  for (const span of job.spans) {
    const meter = createLoudnessMeter();
    const start = Math.max(0, span.start - METER_RUN_IN);
    const stats = await renderMix(job.plan, reader, start, span.end, (block) => {
      if (host.signal.aborted) throw new CueforgeError('cancelled', 'Cancelled while measuring');
      meter.push(block);
      host.progress(block.length / CHANNELS);
      return undefined;
    });
    maxReductionDb = Math.max(maxReductionDb, stats.maxReduction);
    energies.push(meter.energies().slice((span.start - start) / 4800));
  }
  return { energies, limited: { maxReductionDb } };
};
