export { type BedMeasure, measureBed, type SoundMeasure } from './bed-measure.ts';
export { type Deliverable, durationOf } from './deliverable.ts';
export {
  besideNames,
  filesDocuments,
  type ManifestDocument,
  type ManifestEntry,
  type ManifestLists,
  manifest,
  manifestDocument,
  manifestEntry,
  merged,
  playerDocument,
  reportName,
  type WorkoutDocumentFile,
} from './documents.ts';
export { createEncodedStore, type EncodedStore } from './encoded-store.ts';
export { bitrateProblem, ceilingMargin, DEFAULT_BITRATE, type Encoding } from './formats.ts';
export type { Check } from './judge-file.ts';
export {
  type Forecast,
  forecastLoudness,
  gainForTarget,
} from './loudness-forecast.ts';
export type { MeasuredSpans } from './measured-spans.ts';
export { sweepPartials, withTargetPaths } from './partial-file.ts';
export * from './publish/index.ts';
export type { JobStore, NewQueueJob, QueueBeat } from './queue/job-store.ts';
export {
  isEnded,
  QUEUE_STATES,
  type QueueCell,
  type QueueJob,
  type QueueOrder,
  type QueueProgress,
  type QueueState,
} from './queue/queue-job.ts';
export { byTurn, nextSet } from './queue/queue-order.ts';
export { createQueueRunner, type QueueMaker, type QueueRunner, type SetEvents } from './queue/queue-runner.ts';
export { MOST_CRASHES, nextTryAfter, RETRIES } from './queue/retry-policy.ts';
export type { RenderedFile } from './render-file.ts';
export { createRenderPool, type RenderPool } from './render-pool.ts';
export type { SourceFiles } from './render-protocol.ts';
export { type RenderOutcome, renderSet } from './render-set.ts';
export { curvesIn, workoutReport } from './report.ts';
export { curvesOf } from './report-curves.ts';
export { type ChosenGain, chooseGain, type Levelled, mayDiffer, roomFor } from './variant-gain.ts';
