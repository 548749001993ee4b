export type { AnalyzedFile } from './analyze-file.ts';
export type { DemoResult } from './demo.ts';
export type { DoctorReport, Finding } from './doctor.ts';
export { ENGINE_VERSION } from './engine-version.ts';
export type { ExportEvent, ExportedFile, ExportRequest, ExportResult, RefusedVariant } from './export-types.ts';
export {
  addToFarm,
  type Farm,
  type FarmLine,
  openFarm,
  parseRedisAddress,
  type RedisAddress,
  redisOfEnvironment,
  runFarmWorker,
} from './farm/index.ts';
export { loadWorkout } from './load-workout.ts';
export { type CallOptions, openStudio, type Studio, type StudioOptions } from './open-studio.ts';
export { listPageFiles, type PageFile } from './page-files.ts';
export { type PublishHost, type PublishRequest, type PublishResult, planPublish, publishFolder } from './publish.ts';
export { readPublishTargets } from './publish-settings.ts';
export { parseTarget, type TargetOptions } from './publish-target.ts';
export type { RunLine, RunRequest, RunResult } from './run-cuelist.ts';
export { environmentSecrets, type Secrets } from './secrets.ts';
export type { SpeakRequest, Spoken } from './speak-to-file.ts';
export { type OpenService, openStudioService, type ServiceOptions } from './studio-service.ts';
