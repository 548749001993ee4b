export { type CaptureMark, type CaptureReader, captureMemory, readCapture } from './capture.ts';
export type { SessionMixerHost } from './mixer-link.ts';
export {
  createSessionMixer,
  type SessionMixer,
  type SessionMixerEvents,
  type SessionMixerStage,
} from './session-mixer.ts';
export {
  CAPTURE_EVENT,
  type SessionMixerState,
  sessionMeters,
  sessionMixerOutput,
  useSessionMixer,
} from './session-mixer-store.ts';
