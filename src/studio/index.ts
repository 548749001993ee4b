export type { AnalyzedFile } from './analyze-file.ts';
export type { DemoResult } from './demo.ts';
export type { DoctorReport, Finding } from './doctor.ts';
export { ENGINE_VERSION } from './engine-version.ts';
export type { ExportEvent, ExportedFile, ExportRequest, ExportResult, RefusedVariant } from './export-types.ts';
export { loadWorkout } from './load-workout.ts';
export { type CallOptions, openStudio, type Studio, type StudioOptions } from './open-studio.ts';
export type { SpeakRequest, Spoken } from './speak-to-file.ts';
export { type OpenService, openStudioService, type ServiceOptions } from './studio-service.ts';
