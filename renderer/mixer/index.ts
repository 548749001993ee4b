export { type CaptureMark, type CaptureReader, captureMemory, readCapture } from './capture.ts';
export { CAPTURE_EVENT, sessionMeters, sessionMixerOutput, useSessionMixer } from './session-mixer-store.ts';
