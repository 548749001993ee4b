export { closeRecorder, openRecorder, record, useRecorder } from './recorder-store.ts';
export { RecordingPanel } from './recording-panel.tsx';
