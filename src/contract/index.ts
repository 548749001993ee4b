export * from './asset-shapes.ts';
export { type ByteRange, parseByteRange } from './byte-range.ts';
export { createClient, type StudioClient } from './client.ts';
export { COMMAND_NAMES, type CommandName, EVENT_NAMES, type EventName } from './command-names.ts';
export {
  type Commands,
  commands,
  type HistoryState,
  type InputOf,
  type OutputOf,
  type ParsedInputOf,
} from './commands.ts';
export { CHOICES, type Choice, type DesktopBridge } from './desktop-bridge.ts';
export type {
  CueCheck,
  DocumentPatches,
  EditChange,
  EditPlace,
  Finding,
  Material,
  MaterialChange,
  SuggestedSegment,
  TakeMaterial,
  TrackMaterial,
} from './edit-shapes.ts';
export type { Events, StudioEvent } from './events.ts';
export {
  type ExportJob,
  type ExportOutline,
  type ExportPreset,
  type ExportProgress,
  type ExportsChange,
  exportPreset,
  type ListedPreset,
  type MadeExport,
  type MatrixCell,
  type MatrixRow,
  type MatrixWorkout,
} from './export-shapes.ts';
export { createEnd, createInMemoryChannels } from './in-memory.ts';
export { JOB_KINDS, type Job } from './job-shapes.ts';
export * from './media-paths.ts';
export type { Channel, ClientChannel, FromStudio, StudioChannel, ToStudio } from './messages.ts';
export * from './mixer.ts';
export { decodeMixerFrame, encodeMixerFrame } from './mixer-frames.ts';
export { pageHeaders } from './page-policy.ts';
export * from './pcm.ts';
export { decodePcmFrame, encodePcmFrame } from './pcm-frames.ts';
export {
  type PublishKeys,
  type PublishPlan,
  type PublishTarget,
  publishKeys,
  publishTarget,
} from './publish-shapes.ts';
export { type Handlers, type MediaFile, type StudioService, serve } from './serve.ts';
export type {
  CuelistSummary,
  LayerCheck,
  ListedCue,
  RunningCue,
  SessionAlarm,
  SessionList,
  SessionLogLine,
  SessionView,
} from './session-shapes.ts';
export { DEFAULT_SETTINGS, type Settings, settings, settingsChange } from './settings-shapes.ts';
export { CONTRACT_PATH, MIXER_PATH, PCM_PATH, SESSION_PATH } from './web-paths.ts';
export type { ExportedFileStatus, VariantStatus, WorkoutSummary } from './workout-shapes.ts';
